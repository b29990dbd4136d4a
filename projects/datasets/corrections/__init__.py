# SPDX-License-Identifier: MIT
"""Changes of cells and kinds, the cleaning log, and what a change does to other answers."""
