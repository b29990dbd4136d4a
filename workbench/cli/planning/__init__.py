# SPDX-License-Identifier: MIT
"""Commands that plan a study before its data: they open no project."""
