# SPDX-License-Identifier: MIT
"""What rows, logs and interviews are written to: a folder for each thing that leaves, in it a module for each kind."""
