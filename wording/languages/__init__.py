# SPDX-License-Identifier: MIT
"""The languages of the program, a folder each, found by listing: record, word lists, sentences and manual.

`wording.language_record` and `wording.word_lists` read them; no line elsewhere names one.
"""
