# SPDX-License-Identifier: MIT
"""Speakers in the Interviews room: looked at before an import, renamed, merged, given roles, linked to cases."""
