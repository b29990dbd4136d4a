# SPDX-License-Identifier: MIT
"""Commands on survey data: variables, edits, derived variables, weights, newer exports."""
