# SPDX-License-Identifier: MIT
"""The sample before and after the field: the frame sheet, the draw of clusters, the weights."""
