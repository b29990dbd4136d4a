# SPDX-License-Identifier: MIT
"""The field of conditions on rows, chosen or typed, in every room that asks which rows count."""
