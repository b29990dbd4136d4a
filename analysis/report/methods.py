# SPDX-License-Identifier: MIT
"""The methods note in sentences: design, n, what is missing or withheld, software."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from analysis.analyses.number_words import number
from analysis.analyses.replicate_notes import method_of
from analysis.report.blocks import Methods
from wording import Text, msg

_HEAD = 12  # hex digits of the log's head: few enough to type, and with the line's number enough to check
_PACKAGES = ("protection-workbench", "numpy", "scipy", "pandas", "matplotlib", "python-docx")


@functools.cache
def software_versions() -> tuple[tuple[str, str], ...]:
    """Names and versions of the software behind the numbers, of those installed."""
    found = []
    for name in _PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)


def method_sentences(methods: Methods) -> list[Text]:
    """The paragraphs of the note."""
    lines: list[Text] = [msg("sheet.method.sessions", n=methods.sessions)] if methods.sessions else []
    for name, facts in methods.datasets:
        lines.append(msg("methods.data", name=name, parts=_data_parts(facts)))
        inference = _inference(facts)
        if inference not in lines:  # once for all tables that are estimated alike
            lines.append(inference)
    lines += methods.sampling
    if methods.interviews:
        lines.append(msg("methods.interviews", interviews=methods.interviews, n=methods.segments, codes=methods.codes))
        lines += methods.coding
    flag, base, cell = methods.limits
    lines.append(msg("methods.limits", flag=flag, base=base, cell=cell))
    if methods.all_asked:
        lines.append(msg("methods.all_asked"))
    if methods.lowered:
        lines.append(msg("methods.lowered", reason=methods.lowered))
    if sum(methods.masked):
        lines.append(msg(f"methods.masked{'.in_run' if methods.in_run else ''}", n=sum(methods.masked)))
    if methods.software:
        lines.append(msg("methods.software", parts=[f"{name} {number_}" for name, number_ in methods.software]))
    if methods.head[1]:
        lines.append(msg("methods.head", seq=methods.head[0], head=methods.head[1][:_HEAD]))
    return lines


def _data_parts(facts: Mapping[str, Any]) -> list[Text]:
    parts: list[Text] = [msg("methods.rows", n=int(facts.get("rows", facts.get("n", 0))))]
    if facts.get("strata"):
        parts.append(msg("design.strata", n=facts["strata"]))
    if facts.get("clusters"):
        parts.append(msg("design.clusters", n=facts["clusters"]))
    weights = facts.get("weights")
    if weights:
        low, high = weights
        parts.append(msg("design.weights", low=number(low), high=number(high), ratio=number(high / low)))
    elif not facts.get("weighted"):
        parts.append(msg("design.no_weights"))
    if facts.get("deff"):
        parts.append(msg("design.deff", deff=number(facts["deff"])))
    if facts.get("no_consent"):
        parts.append(msg("methods.no_consent", n=facts["no_consent"]))
    return parts


def _inference(facts: Mapping[str, Any]) -> Text:
    if facts.get("inference"):
        level, made = round(float(facts.get("level", 0.95)) * 100, 1), facts.get("replicates")
        if made:
            key = "methods.inference_replicates_no_fpc" if made.get("fpc_left") else "methods.inference_replicates"
            return msg(key, n=made["n"], method=method_of(made), level=level)
        return msg("methods.inference", level=level)
    key = "methods.no_inference_recorded" if facts.get("recorded") else "methods.no_inference"
    return msg(key, how=msg(f"how.{facts.get('how', 'purposive')}"))
