# SPDX-License-Identifier: MIT
"""Runs case files (data, task, R's result) through the engine and says per family what agrees.

Public: `run_goldens(folder, out, language) -> bool`. It holds no figures of its own.
"""

from analysis.conformance.runner import run_goldens

__all__ = ["run_goldens"]
