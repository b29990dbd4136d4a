# SPDX-License-Identifier: MIT
"""On twelve interviews with gold codes the starter codebook's rules find more of what was said than its keywords."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from coding.keywords import Searches, answers, suggest
from coding.rules import Rule, is_parsed_rule
from coding.rules.parse_searches import ParseSearches
from coding.spacy_pipelines import pipeline_name
from projects.stored_interviews.parsed_document import ParsedText, parse_text
from tests.coding.pipelines import pipelines

GOLD = Path(__file__).with_name("gold") / "transcripts"
CODEBOOK = Path(__file__).parents[2] / "workbench" / "starter_codebooks" / "01_act_means_purpose.csv"
SPANS = json.loads((GOLD / "gold_codes.json").read_text(encoding="utf-8"))
CODES = {span["code"] for one in SPANS.values() for span in one["spans"]}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (pipeline_name("en") and pipeline_name("fr")), reason="no spaCy pipelines are installed"),
]


@dataclass(frozen=True)
class Score:
    """Gold spans found, sentences proposed, and those of them that hold a gold span of their code."""

    found: int
    proposed: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the proposed that is right."""
        return self.right / self.proposed


def rules() -> list[Rule]:
    with CODEBOOK.open(encoding="utf-8", newline="") as stream:
        return [
            Rule(row["code_id"], keyword.strip(), language)
            for row in csv.DictReader(stream)
            if row["code_id"] in CODES
            for language in ("en", "fr")
            for keyword in row[f"keywords_{language}"].split(";")
            if keyword.strip()
        ]


def texts() -> dict[str, ParsedText]:
    return {name: parse_text((GOLD / f"{name}.txt").read_text(encoding="utf-8")) for name in SPANS}


def score(tried: Sequence[Rule]) -> Score:
    words, on_parse = Searches(tried), ParseSearches(tried, pipelines())
    found = proposed = right = 0
    for name, parsed in texts().items():
        language, spans = SPANS[name]["lang"], SPANS[name]["spans"]
        told = answers(parsed.sentences, parsed.turns)
        hits = on_parse.hits(parsed.text, language)
        made = suggest(parsed.text, told, words.of(language).hits(parsed.text), None, hits)
        places = {(span["code"], span["start"], span["end"]) for span in spans}
        met = {
            place
            for place in places
            if any(one.code == place[0] and one.start < place[2] and one.end > place[1] for one in made)
        }
        found, proposed = found + len(met), proposed + len(made)
        right += sum(any(o.code == c and o.start < end and o.end > start for c, start, end in places) for o in made)
    return Score(found, proposed, right)


def test_the_gold_is_what_its_guide_says() -> None:
    assert len(SPANS) == 12
    assert sorted(one["lang"] for one in SPANS.values()) == ["en"] * 6 + ["fr"] * 6
    for name, one in SPANS.items():
        text = (GOLD / f"{name}.txt").read_text(encoding="utf-8")
        assert len(text.split()) >= 1500, name
        assert all(text[span["start"] : span["end"]] == span["text"] for span in one["spans"])
        assert len(one["spans"]) >= 12, name


def test_rules_find_more_than_keywords_and_are_right_more_often() -> None:
    all_rules = rules()
    keywords = score([rule for rule in all_rules if not is_parsed_rule(rule.keyword)])
    parsed = score([rule for rule in all_rules if is_parsed_rule(rule.keyword)])
    assert keywords.found > 0
    assert parsed.precision >= keywords.precision
    assert parsed.found >= 1.3 * keywords.found
