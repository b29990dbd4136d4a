# SPDX-License-Identifier: MIT
"""Methods note of the coding: coders, interviews, languages, codes, rules, suggestions, pipelines and models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.codings.table_titles import coder_count
from coding.rules import is_parsed_rule
from projects.cases.target_names import how_sampled
from projects.findings.queries import CODINGS_OF_SEGMENTS
from projects.people.effective_consent import effective_consents
from projects.store.ports import DatabaseRow, Rows
from wording import Text, msg
from wording.catalogue import language_word

PIPELINES_OF_PARSES = "SELECT DISTINCT pipeline FROM parse ORDER BY pipeline"
RULES_OF_SUGGESTIONS = "SELECT DISTINCT rule FROM suggestion"
SUGGESTIONS_BY_VERDICT = "SELECT verdict, count(*) FROM suggestion GROUP BY verdict"
CODES_IN_USE_COUNT = "SELECT count(*) AS n FROM code WHERE retired = 0"
LANGUAGE_OF_EACH_DOCUMENT = "SELECT id, language FROM document"

_RULE, _MODEL = "rule:", "model:"


def coding_sentences(reads: Rows, *, tested: bool = False) -> Sequence[Text]:
    """The sentences; none where nothing was coded. Interviews that were refused are not counted.

    `tested`: the cases are tested as a probability sample, for a reason that stands below that table.
    """
    kept = {one for one, given in effective_consents(reads).items() if given["interview"] is not False}
    rows = reads.query(CODINGS_OF_SEGMENTS)
    coded = [row for row in rows if str(row["document"]) in kept]
    if not coded:
        return ()
    languages = sorted({row["language"] for row in reads.query(LANGUAGE_OF_EACH_DOCUMENT)
                        if str(row["id"]) in kept and row["language"]})  # fmt: skip
    unnamed = sum(not row["coder"] for row in coded)
    said: list[Text] = [
        msg(
            "methods.coding", interviews=len(kept), languages=[_language(one) for one in languages],
            coders=coder_count(row["coder"] for row in coded),
            used=len({row["code"] for row in coded}),
            codes=reads.query(CODES_IN_USE_COUNT)[0]["n"],
        )
    ]  # fmt: skip
    if unnamed:
        said.append(msg("methods.coding_unnamed", n=unnamed, of=len(coded)))
    how = how_sampled(reads)
    if how:
        said.append(msg("methods.cases_sampled", how=how))
    elif not tested:
        said.append(msg("methods.cases_not_sampled"))
    return (*said, *_suggestions(reads, coded))


def _language(code: str) -> Text:
    return language_word("interviews.view.language", code)


def _suggestions(reads: Rows, coded: Sequence[DatabaseRow]) -> Sequence[Text]:
    """One sentence on what was proposed, accepted, rejected, with what; none where nothing was proposed."""
    origins = [str(row["origin"]) for row in coded]
    came = [origin for origin in origins if origin.startswith((_RULE, _MODEL))]
    verdicts = {row[0]: row[1] for row in reads.query(SUGGESTIONS_BY_VERDICT)}
    if not came and not sum(verdicts.values()):
        return ()
    proposed = [str(row["rule"]) for row in reads.query(RULES_OF_SUGGESTIONS)]
    sources = sorted({*came, *(one if one.startswith(_MODEL) else f"{_RULE}{one}" for one in proposed)})
    pipelines = [str(row["pipeline"]) for row in reads.query(PIPELINES_OF_PARSES)]
    return (
        msg(
            "methods.suggestions", proposed=sum(verdicts.values()), accepted=verdicts.get("accepted", 0),
            rejected=verdicts.get("rejected", 0), segments=len(came), of=len(coded),
            sources=list(_with_what(sources, pipelines)),
        ),
    )  # fmt: skip


def _with_what(sources: Sequence[str], pipelines: Sequence[str]) -> Iterable[Text]:
    """Rules on words, rules on grammar with its pipelines, learned models with their encoder."""
    rules = {one.strip() for source in sources if source.startswith(_RULE) for one in source[len(_RULE) :].split("; ")}
    parsed = {one for one in rules if is_parsed_rule(one)}
    models = {source[len(_MODEL) :] for source in sources if source.startswith(_MODEL)}
    encoders = sorted({model.split("+")[1] for model in models if model.count("+") >= 2 and "-" in model.split("+")[1]})
    words = len({one for one in rules - parsed if not one.startswith(_MODEL)})
    if words:
        yield msg("methods.with.words", n=words)
    if parsed:
        yield msg("methods.with.parse", n=len(parsed), pipelines=list(pipelines) or [msg("methods.with.unknown")])
    if models and encoders:
        yield msg("methods.with.encoder", encoders=encoders)
    elif models:
        yield msg("methods.with.letters")
