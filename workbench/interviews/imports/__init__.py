# SPDX-License-Identifier: MIT
"""Imports into the Interviews room: files chosen, read in a throw-away process, stored."""
