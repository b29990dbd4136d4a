# SPDX-License-Identifier: MIT
"""What a file is to a project, read in a process apart, and taken in by one action."""
