# SPDX-License-Identifier: MIT
"""Builds the files of the fictitious sample study from plain sources and a fixed seed. The program never imports it."""
