# SPDX-License-Identifier: MIT
"""Writers of rows, logs and interviews: a folder for each kind of content, in it a module for each file format."""
