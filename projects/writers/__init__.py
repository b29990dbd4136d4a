# SPDX-License-Identifier: MIT
"""Writers of rows, logs and interviews: a folder for each thing that leaves, in it a module for each kind."""
