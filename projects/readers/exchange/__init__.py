# SPDX-License-Identifier: MIT
"""Projects of other programs of interviews: each module holds one `ExchangeReader`, see `docs/extending.md`."""
