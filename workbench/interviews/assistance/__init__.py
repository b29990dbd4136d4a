# SPDX-License-Identifier: MIT
"""The background work of assistance: suggestions, parses of the interviews."""
