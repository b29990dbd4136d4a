# SPDX-License-Identifier: MIT
"""`./run bench [NAME …]`: measures and prints each figure beside its bar. Without a name: all but the long `faults`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

LONG = {"faults"}
HOUSE = {"__init__", "__main__", "rows"}


def names() -> list[str]:
    """The benchmarks there are: one module of this folder each, with a function `rows()`."""
    return sorted(
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if path.stem not in HOUSE and "def rows(" in path.read_text(encoding="utf-8")
    )


def main(wanted: list[str]) -> int:
    """Run the benchmarks named; returns 2 for a name that is none."""
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        sys.stderr.write(f"There is no benchmark {unknown[0]!r}: there are {', '.join(known)}.\n")
        return 2
    for name in wanted or [name for name in known if name not in LONG]:
        print(f"\n{name}", flush=True)
        for row in importlib.import_module(f"bench.{name}").rows():
            peer = f"  ({row.peer})" if row.peer else ""
            print(f"  {row.name:<64} {row.measured:>10.4g} {row.unit:<6} bar {row.bar}{peer}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
