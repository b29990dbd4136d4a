# SPDX-License-Identifier: MIT
"""Storage of the room `results` in a project."""
