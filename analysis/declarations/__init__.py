# SPDX-License-Identifier: MIT
"""Declarations of analyses: options, results, and the study they are run on.

Public: `records`, `study.Study`, `conditions`.
"""
