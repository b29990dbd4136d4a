# SPDX-License-Identifier: MIT
"""What a declared analysis is and what it is run on. Public: `records` (options, results), `study.Study`."""
