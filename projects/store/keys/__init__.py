# SPDX-License-Identifier: MIT
"""Keys of a project: the file that wraps them, its slots, recovery phrases."""
