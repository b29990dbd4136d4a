# SPDX-License-Identifier: MIT
"""The methods line of a sheet: who was counted and what is not shown, in words for readers who are no statisticians."""

from __future__ import annotations

from analysis.report.blocks import Methods
from wording import Text, msg


def sheet_sentences(methods: Methods) -> list[Text]:
    """The sentences, a short one for each table; the full note stands in reports."""
    lines: list[Text] = [msg("sheet.method.sessions", n=methods.sessions)] if methods.sessions else []
    lines += [msg("sheet.method.female")] if methods.female else []
    levels: dict[int, None] = {}
    for name, facts in methods.datasets:
        n = int(facts.get("rows", facts.get("n", 0)))
        if facts.get("inference"):
            levels[round(float(facts.get("level", 0.95)) * 100)] = None
            lines.append(msg("sheet.method.sample", name=name, n=n))
        else:
            lines.append(msg("sheet.method.counted", name=name, n=n))
    lines += [msg("sheet.method.range", level=level) for level in levels]
    if methods.interviews:
        lines.append(msg("sheet.method.interviews", n=methods.interviews))
    flag, base, cell = methods.limits
    lines.append(msg("sheet.method.limits", flag=flag, base=base, cell=cell))
    if methods.all_asked:
        lines.append(msg("methods.all_asked"))
    if methods.keeps_back:
        lines.append(msg("sheet.method.keeps_back"))
    if methods.lowered:
        lines.append(msg("methods.lowered", reason=methods.lowered))
    if sum(methods.masked):
        lines.append(msg("sheet.method.masked", n=sum(methods.masked)))
    if methods.head[1]:
        lines.append(msg("sheet.method.head", seq=methods.head[0]))
    return lines
