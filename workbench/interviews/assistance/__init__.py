# SPDX-License-Identifier: MIT
"""The background work of assistance: looking for suggestions, parsing the interviews."""
