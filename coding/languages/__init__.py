# SPDX-License-Identifier: MIT
"""Grammars of languages, a folder each, found by listing; `coding.marks.grammar` reads them.

A grammar is code; words and signs of a language stand in `wording/languages/`.
"""
