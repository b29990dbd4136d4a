# SPDX-License-Identifier: MIT
"""Commands on registers: the parts of their columns, unique people."""
