# SPDX-License-Identifier: MIT
"""Commands on what is withheld when results are shared: the limits, and what is done about single cells."""
