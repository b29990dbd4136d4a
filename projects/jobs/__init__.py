# SPDX-License-Identifier: MIT
"""Jobs of the helper processes: each module holds one `ProcessJob`, and nothing else can be run in them."""
