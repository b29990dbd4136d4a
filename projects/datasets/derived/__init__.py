# SPDX-License-Identifier: MIT
"""Derived variables: recipes, and the actions that add and change them."""
