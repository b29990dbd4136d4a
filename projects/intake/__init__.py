# SPDX-License-Identifier: MIT
"""Recognises a file brought to a project, reads it in a process apart and takes it in by one action."""
