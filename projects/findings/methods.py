# SPDX-License-Identifier: MIT
"""Methods note of the coding: coders, interviews, languages, codes, rules, suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from projects.findings import queries
from projects.people.effective_consent import holding
from projects.store.ports import Rows
from wording import Text, msg


def coding_sentences(reads: Rows) -> Sequence[Text]:
    """The sentences; none where nothing was coded. Interviews that were refused are not counted."""
    kept = {one for one, given in holding(reads).items() if given["interview"] is not False}
    rows = reads.query(queries.CODINGS_OF_SEGMENTS)
    coded = [row for row in rows if str(row["document"]) in kept]
    if not coded:
        return ()
    languages = sorted({row["language"] for row in reads.query(queries.LANGUAGE_OF_EACH_DOCUMENT)
                        if str(row["id"]) in kept and row["language"]})  # fmt: skip
    coders = sorted({row["coder"] for row in coded if row["coder"]})
    said: list[Text] = [
        msg(
            "methods.coding", interviews=len(kept), languages=languages, coders=len(coders),
            used=len({row["code"] for row in coded}),
            codes=reads.query(queries.CODES_IN_USE_COUNT)[0]["n"],
        )
    ]  # fmt: skip
    rules = {row["origin"] for row in coded if str(row["origin"]).startswith("rule")}
    verdicts = {row[0]: row[1] for row in reads.query(queries.SUGGESTIONS_BY_VERDICT)}
    if rules or sum(verdicts.values()):
        accepted, rejected = verdicts.get("accepted", 0), verdicts.get("rejected", 0)
        by_rule = sum(str(row["origin"]).startswith("rule") for row in coded)
        said.append(
            msg("methods.suggestions", rules=len(rules), accepted=accepted, decided=accepted + rejected,
                segments=by_rule, of=len(coded))
        )  # fmt: skip
    return said
