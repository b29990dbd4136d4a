# SPDX-License-Identifier: MIT
"""Withholding in exported tables: quantities of an export, the sums a reader can form, who is protected.

`network_of_sums` holds the network, `table_sums` and `nesting` find its sums, `secondary_suppression` withholds more
until nothing withheld follows, `bounds` is the reader with a linear programme. `analysis.masking` is the door: it
applies all of it to tables.
"""
