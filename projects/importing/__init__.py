# SPDX-License-Identifier: MIT
"""Survey files into tables, in a throw-away process."""
