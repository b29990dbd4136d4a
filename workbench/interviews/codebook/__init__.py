# SPDX-License-Identifier: MIT
"""The codebook as a whole in the Interviews room: languages beside each other, usage, near names, splitting."""
