# SPDX-License-Identifier: MIT
"""What an import gives: tables as read, variables, findings, problems. Forms, readers and importing rest on it."""
