# SPDX-License-Identifier: MIT
"""A newer export of a form joins the data set it belongs to: rows matched, differences shown, then one action."""
