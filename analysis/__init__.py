# SPDX-License-Identifier: MIT
"""Statistics, tables, figures and their writers. Knows frames; no project, no text coding, no Qt."""
