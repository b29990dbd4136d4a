# SPDX-License-Identifier: MIT
"""Storage of the room `interviews` in a project."""
