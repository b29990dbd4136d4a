# SPDX-License-Identifier: MIT
"""The sample before and after the field: the sampling frame, the draw of clusters, the weights."""
