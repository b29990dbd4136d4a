# SPDX-License-Identifier: MIT
"""From codings to findings: codes and attributes to choose, summaries of framework matrices, saved queries."""
