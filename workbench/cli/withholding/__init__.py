# SPDX-License-Identifier: MIT
"""Commands on what is withheld when results leave: the limits, and what is done about single cells."""
