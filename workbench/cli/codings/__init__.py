# SPDX-License-Identifier: MIT
"""Commands on codings: saved queries, summaries of framework matrices."""
