# SPDX-License-Identifier: MIT
"""`./run bench [NAME …]`: measures and prints each figure beside its bar; exit status 1 when one is missed.

Without a name: all but the long `faults` and `parsing`. Of some, parts can be run: `./run bench faults window cut`,
`./run bench calm analysis`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from workbench.cli.entry import one_thread_for_matrices
from workbench.cli.terminal import terminal_language

LONG = {"faults", "parsing"}
HELP = {
    "en": """./run bench [NAME [PART]...]...

Measures and prints each figure beside its bar; exit status 1 when one is missed.
Without a name: all but faults and parsing.

Names: {names}

Example:
  ./run bench transcript""",
    "fr": """./run bench [NOM [PARTIE]...]...

Mesure et imprime chaque chiffre à côté de son seuil ; code de sortie 1 si l’un est manqué.
Sans nom : tous sauf faults et parsing.

Noms : {names}

Exemple :
  ./run bench transcript""",
}
HOUSE = {"__init__", "__main__", "rows", "offline"}


def names() -> list[str]:
    """The benchmarks there are: one module of this folder each, with a function `rows()`."""
    return sorted(
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if path.stem not in HOUSE and "def rows(" in path.read_text(encoding="utf-8")
    )


def _parts_of(name: str) -> list[str]:
    return list(getattr(importlib.import_module(f"tests.benchmarks.{name}"), "PARTS", ()))


def main(wanted: list[str]) -> int:
    """Run the benchmarks named, or parts of one; returns 2 for a name that is none, 1 when a bar is missed."""
    known = names()
    if wanted in (["-h"], ["--help"]):
        sys.stdout.write(f"{HELP[terminal_language()].format(names=', '.join(known))}\n")
        return 0
    offered = _parts_of(wanted[0]) if wanted and wanted[0] in known else []
    parts = [name for name in wanted[1:] if name in offered or name not in known]
    parts = parts if offered else []
    unknown = [name for name in wanted if name not in known and name not in parts]
    if parts:
        unknown += [name for name in parts if name not in offered]
        known = [*known, *offered]
    if unknown:
        sys.stderr.write(f"There is no benchmark {unknown[0]!r}: there are {', '.join(known)}.\n")
        return 2
    one_thread_for_matrices()  # as in the program
    missed = 0
    for name in [name for name in wanted if name not in parts] or [name for name in known if name not in LONG]:
        print(f"\n{name}", flush=True)
        for row in importlib.import_module(f"tests.benchmarks.{name}").rows(*parts):
            peer = f"  ({row.peer})" if row.peer else ""
            mark = "  MISSED" if row.missed else ""
            used = "" if row.processor is None else f" (processor {row.processor:.3g})"
            print(f"  {row.name:<64} {row.measured:>10.4g} {row.unit:<6}{used} bar {row.bar}{peer}{mark}", flush=True)
            missed += row.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
