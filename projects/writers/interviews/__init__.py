# SPDX-License-Identifier: MIT
"""Files for other programs of interviews: each module holds one `ExchangeWriter`."""
