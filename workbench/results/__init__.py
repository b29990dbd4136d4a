# SPDX-License-Identifier: MIT
"""Results as several rooms show them: tables, charts and warnings, how they are computed and how they are exported."""
