# SPDX-License-Identifier: MIT
"""SQL of interviews: one constant or function a statement."""
