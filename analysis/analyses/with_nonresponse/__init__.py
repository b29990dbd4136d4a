# SPDX-License-Identifier: MIT
"""Tables of all who were asked: those who gave no answer are one category more, or stand in the base of a number."""
