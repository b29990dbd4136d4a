# SPDX-License-Identifier: MIT
"""Storage of the room `datasets` in a project."""
