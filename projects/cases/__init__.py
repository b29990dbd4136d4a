# SPDX-License-Identifier: MIT
"""The page of a case: attributes, survey answers, what was coded, the act – means – purpose panel."""
