# SPDX-License-Identifier: MIT
"""Stored form of earlier releases: numbers, and names made of ids, as JSON in an object of the project."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from analysis.withholding.earlier_releases import Released, ReleaseRule
from analysis.withholding.quantities import Sum
from analysis.withholding.quantity_keys import Told


def released_to_json(known: Released) -> bytes:
    """As it is stored: numbers, and names made of ids."""
    place = {name: at for at, name in enumerate(known.size)}
    fields = {
        "names": list(known.size),
        "sizes": list(known.size.values()),
        "hidden": sorted(place[name] for name in known.hidden),
        "unseen": sorted(place[name] for name in known.unseen if name in place),
        "sums": [
            [[place[name] for name in one.parts], [place[name] for name in one.whole], one.strict]
            for one in known.sums
            if all(name in place for name in one.names)
        ],
        "keys": {place[name]: key for name, key in known.keys.items()},
        "guarded": sorted(place[name] for name in known.guarded if name in place),
        "whole": sorted(place[name] for name in known.whole),
        "bases": {place[name]: base for name, base in known.bases.items()},
        "rule": [known.rule.minimum, known.rule.base, known.rule.sensitive_base, known.rule.to],
        "files": known.files,
        "own": known.own,
        "by_meaning": known.by_meaning,
        "answers": [[one.table, one.key, one.file, one.base, one.fives] for one in known.answers],
        "rows": {mark: dict(rows) for mark, rows in known.rows.items()},
        "ordinary": {mark: dict(bases) for mark, bases in known.ordinary.items()},
        "seen": {
            mark: sorted(place[name] for name, marks in known.seen.items() if mark in marks and name in place)
            for mark in sorted(frozenset[str]().union(*known.seen.values()))
        },
    }
    return json.dumps(fields, separators=(",", ":")).encode()


def released_of(stored: bytes) -> Released:
    """Read what `released_to_json` gave.

    Examples
    --------
    >>> known = Released({"t1/:": 40}, keys={"t1/:": ("t1", ":")}, files=1)
    >>> released_of(released_to_json(known)) == known
    True
    """
    fields = json.loads(stored)
    names = fields["names"]
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for mark, places in fields.get("seen", {}).items():
        for at in places:
            seen[names[at]].add(mark)

    def those(places: Iterable[int]) -> tuple[str, ...]:
        return tuple(names[at] for at in places)

    return Released(
        dict(zip(names, fields["sizes"], strict=True)),
        frozenset(those(fields["hidden"])),
        frozenset(those(fields["unseen"])),
        tuple(Sum(those(parts), those(whole), strict) for parts, whole, strict in fields["sums"]),
        {names[int(at)]: (key[0], key[1]) for at, key in fields["keys"].items()},
        frozenset(those(fields["guarded"])),
        frozenset(those(fields.get("whole", ()))),
        {names[int(at)]: int(base) for at, base in fields.get("bases", {}).items()},
        ReleaseRule(*fields["rule"]) if "rule" in fields else ReleaseRule(),
        int(fields["files"]),
        fields.get("own", ""),
        {name: frozenset(marks) for name, marks in seen.items()},
        fields.get("ordinary", {}),
        tuple(Told(*one) for one in fields.get("answers", ())),
        fields.get("rows", {}),
        bool(fields.get("by_meaning", False)),
    )
