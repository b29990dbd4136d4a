# SPDX-License-Identifier: MIT
"""Commands of a checkout of the program (goldens, bench, nasty, shots) and their refusal where it is installed."""

from __future__ import annotations

from pathlib import Path

import workbench
from wording import Problem, msg

ROOT = Path(workbench.__file__).resolve().parents[1]


def require_checkout(command: str) -> None:
    """Refuse `command` where the program is installed without its tests.

    Raises:
        Problem: the folder of the program holds no tests of ours: it is no checkout.
    """
    if not (ROOT / "tests" / "benchmarks" / "__main__.py").is_file():
        raise Problem(msg("cli.checkout_only", command=command))
