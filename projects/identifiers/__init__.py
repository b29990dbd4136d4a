# SPDX-License-Identifier: MIT
"""Identifiers of people in survey data: recognised, held as secret, moved under the link key."""
