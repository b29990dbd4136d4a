# SPDX-License-Identifier: MIT
"""The wording of questions and answers, changed in each language."""
