# SPDX-License-Identifier: MIT
"""Survey files into tables: runs in a throw-away process, stores nothing."""
