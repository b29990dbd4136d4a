# SPDX-License-Identifier: MIT
"""Records of an import: tables as read, variables, findings, problems. Forms, readers and importing rest on them."""
