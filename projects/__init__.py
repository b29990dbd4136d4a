# SPDX-License-Identifier: MIT
"""The project on disk, and everything that goes in or out of it. No Qt."""
