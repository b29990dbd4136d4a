# SPDX-License-Identifier: MIT
"""Invents the answers of 640 households by a seeded simulation with real differences in it. Writes no file.

Built in on purpose: households headed by women name gender-based violence about twice as often; the lack of lighting
weighs most; blocks of one site resemble each other; girls of 12 and over attend school less; Site B gets more offers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tests.sample_study.chance import Chance, logistic
from tests.sample_study.form_choices import BLOCKS_PER_SITE, block_codes
from tests.sample_study.people import Answers, household
from tests.sample_study.remarks import REMARKS

SEED = 20250908
HOUSEHOLDS = 640
REFUSING = frozenset({41, 118, 205, 287, 390, 466, 577})  # 0-based rows without consent
BROKEN_OFF = frozenset({152, 433})  # interviews that stopped after the safety questions
BASE_WEIGHT = {"site_a": 0.38, "site_b": 1.12, "site_c": 0.62}


@dataclass(frozen=True)
class Block:
    """A cluster: its weight and what its households share."""

    site: str
    code: str
    weight: float
    light: float  # log-odds of working light
    fear: float  # shared shift in worries, log-odds
    wealth: float  # shared shift in log income


@dataclass
class Record:
    """One household: answers by question name, and its members."""

    block: Block
    answers: Answers = field(default_factory=dict)
    members: list[Answers] = field(default_factory=list)


def simulate(seed: int = SEED) -> list[Record]:
    """The households in the order of submission, before the deliberate oddities."""
    chance = Chance(seed)
    records: list[Record] = []
    for number, block in enumerate(_assigned(_blocks(chance))):
        record = Record(block)
        place = len([other for other in records if other.block is block]) + 1
        _interview(chance, record, number, place)
        if number not in REFUSING:
            _household(chance, record)
            _displacement(chance, record)
            _safety(chance, record)
            if number not in BROKEN_OFF:
                _offers(chance, record)
                _economy(chance, record)
        records.append(record)
    return records


def _blocks(chance: Chance) -> list[Block]:
    light = {"site_a": 0.9, "site_b": -0.9, "site_c": -0.1}
    blocks = []
    for site in BLOCKS_PER_SITE:
        for code in block_codes(site):
            weight = round(min(max(BASE_WEIGHT[site] * chance.number(0.7, 2.2), 0.4), 2.9), 4)
            blocks.append(
                Block(
                    site,
                    code,
                    weight,
                    light[site] + chance.normal(0, 0.8),
                    chance.normal(0, 0.55),
                    chance.normal(0, 0.15),
                )
            )
    return blocks


def _assigned(blocks: list[Block]) -> list[Block]:
    """The block of each household: 14 to 18 in each, 640 in all, site after site."""
    sizes = [16 + (-2, 1, 0, 2, -1)[n % 5] for n in range(len(blocks))]
    return [block for block, size in zip(blocks, sizes, strict=True) for _ in range(size)]


def _interview(chance: Chance, record: Record, number: int, place: int) -> None:
    record.answers.update(
        enumerator=f"e{number % 8 + 1:02d}",
        site=record.block.site,
        block=record.block.code,
        stratum=record.block.site,
        cluster=record.block.code,
        respondent_code=f"{record.block.code}-{place:03d}",
        consent="no" if number in REFUSING else "yes",
    )


def _household(chance: Chance, record: Record) -> None:
    answers, rank = record.answers, chance.number()
    record.members = household(chance, record.block.site, rank)
    head = record.members[0]
    answers["weight"] = record.block.weight
    if chance.yes(0.58):
        answers["phone"] = f"000-{chance.whole(100, 999)}-{chance.whole(0, 9999):04d}"
    answers.update(
        rank=rank,
        head_sex=head["member_sex"],
        head_age=head["member_age"],
        household_size=len(record.members),
        months_in_site=None if chance.yes(0.02) else int(chance.number(1, 30) ** 1.1),
        school_age_children=sum(int(str(m["school_age"])) for m in record.members),
    )


def _displacement(chance: Chance, record: Record) -> None:
    answers = record.answers
    shares = {
        "site_a": {"flood": 58, "livelihood": 14, "violence": 9, "eviction": 6, "family": 6, "other": 3},
        "site_b": {"flood": 22, "livelihood": 20, "violence": 31, "eviction": 10, "family": 6, "other": 4},
        "site_c": {"flood": 33, "livelihood": 27, "violence": 12, "eviction": 14, "family": 7, "other": 4},
    }[record.block.site]
    answers["reason_leaving"] = chance.pick({**shares, "dont_know": 1, "refused": 2})
    if answers["reason_leaving"] == "other":
        answers["reason_leaving_other"] = chance.among(("Illness", "Drought", "Route coupée", "Maladie d'un enfant"))
    answers["documents_lost"] = _yes_no(chance, 0.38 if answers["reason_leaving"] in ("flood", "violence") else 0.22)
    middle = {"site_a": 0.5, "site_b": -0.6, "site_c": 0.0}[record.block.site] + chance.normal(0, 1.3)
    scale = ("no_sure", "no_rather", "undecided", "yes_rather", "yes_sure")
    answers["return_intention"] = _ordinal(chance, middle, (-1.3, -0.4, 0.4, 1.4), scale)


def _safety(chance: Chance, record: Record) -> None:
    answers, block = record.answers, record.block
    lit = chance.yes(logistic(block.light))
    answers["lighting"] = (
        chance.pick({"working": 8, "partly": 2}) if lit else chance.pick({"no_light": 74, "partly": 20, "dont_know": 4})
    )
    woman, dark = answers["head_sex"] == "female", answers["lighting"] == "no_light"
    if answers["school_age_children"]:
        out = any(m["attends_school"] == "no" for m in record.members)
        answers["child_out_of_school"] = _yes_no(chance, 0.96 if out else 0.02)
    answers["protection_concerns"] = _concerns(chance, block, woman, dark)
    calm = {"site_a": 0.35, "site_b": -0.35, "site_c": 0.05}[block.site]
    middle = 0.45 + calm - 1.0 * dark - 0.45 * woman - block.fear + chance.normal(0, 1.0)
    scale = ("very_unsafe", "unsafe", "neither", "safe", "very_safe")
    answers["safe_at_night"] = _ordinal(chance, middle, (-1.1, -0.2, 0.4, 1.5), scale)
    answers["services_received"] = _services(chance, block.site)
    answers["complaint_known"] = _yes_no(chance, 0.41 if woman else 0.54)
    if answers["complaint_known"] == "yes":
        answers["complaint_used"] = _yes_no(chance, 0.27)


def _concerns(chance: Chance, block: Block, woman: bool, dark: bool) -> str:
    odd = chance.pick({"": 94, "dont_know": 2.5, "refused": 3.5})
    if odd:
        return odd
    gbv = logistic(-2.65 + 1.3 * woman + 1.45 * dark + block.fear)
    shares = {
        "gbv": gbv,
        "violence": logistic(-1.9 + 0.5 * dark + block.fear),
        "theft": logistic(-0.7 + 0.5 * dark + 0.5 * block.fear),
        "exploitation": logistic(-1.9 + 0.6 * (block.site == "site_b")),
        "child_labour": logistic(-1.7 + 0.4 * (block.site == "site_c")),
        "separation": logistic(-2.2),
    }
    named = [code for code, share in shares.items() if chance.yes(share)]
    return " ".join(named) if named else "none"


def _services(chance: Chance, site: str) -> str | None:
    if chance.yes(0.012):
        return None
    far = {"site_a": 0.06, "site_b": -0.10, "site_c": 0.0}[site]
    shares = {"food": 0.62, "cash": 0.24, "health": 0.47, "water": 0.38, "education": 0.33, "psychosocial": 0.14}
    named = [code for code, share in shares.items() if chance.yes(share + far)]
    return " ".join(named) if named else "none"


def _offers(chance: Chance, record: Record) -> None:
    answers = record.answers
    shift = {"site_a": 0.0, "site_b": 0.7, "site_c": 0.25}[record.block.site]
    answers["offer_received"] = _yes_no(chance, logistic(-1.55 + shift - 0.5 * (float(str(answers["rank"])) - 0.5)))
    if answers["offer_received"] != "yes":
        return
    source = {"neighbour": 20, "relative": 18, "broker": 34, "employer": 11, "online": 12, "other": 3, "refused": 3}
    answers["offer_source"] = chance.pick(source)
    if answers["offer_source"] == "other":
        answers["offer_source_other"] = chance.among(("A driver", "Un chauffeur", "A former teacher"))
    risky = answers["offer_source"] in ("broker", "online")
    shares = {"wage": 0.82, "housing": 0.46, "studies": 0.14, "papers": 0.12, "travel": 0.55 if risky else 0.3}
    named = [code for code, share in shares.items() if chance.yes(share)]
    answers["offer_promises"] = " ".join(named) if named else chance.pick({"none": 3, "dont_know": 1})
    debt = chance.yes(0.52 if risky else 0.2)
    answers["recruiter_debt"] = None if chance.yes(0.04) else (chance.whole(4, 90) * 1000 if debt else 0)
    answers["documents_taken"] = _yes_no(chance, 0.30 if risky else 0.07, unsure=0.07)


def _economy(chance: Chance, record: Record) -> None:
    answers, rank = record.answers, float(str(record.answers["rank"]))
    level = {"site_a": 4.55, "site_b": 4.20, "site_c": 4.36}[record.block.site] + record.block.wealth
    level += 0.9 * (rank - 0.5) - 0.22 * (answers["head_sex"] == "female")
    answers["income"] = None if chance.yes(0.05) else round(math.exp(chance.normal(level, 0.35)) * 10) / 10 * 1000
    answers["debts"] = None if chance.yes(0.04) else (chance.whole(2, 160) * 1000 if chance.yes(0.55) else 0)
    strain = 1.0 - rank - 0.6 * (level - 4.4) + chance.normal(0, 0.15)
    for name, mean in (("cheaper", 4.3), ("borrow", 1.9), ("portions", 3.0), ("adults", 1.6), ("meals", 2.4)):
        answers[f"rcsi_{name}"] = min(max(round(mean * (0.45 + strain) + chance.normal(0, 1.1)), 0), 7)
    cheaper, borrow, portions, adults, meals = (
        int(str(answers[f"rcsi_{name}"])) for name in ("cheaper", "borrow", "portions", "adults", "meals")
    )
    answers["rcsi_score"] = cheaper + 2 * borrow + portions + 3 * adults + meals
    if chance.yes(0.23):
        answers["remarks"] = chance.among(REMARKS)


def _yes_no(chance: Chance, share: float, unsure: float = 0.03) -> str | None:
    if chance.yes(0.01):
        return None
    if chance.yes(unsure):
        return chance.pick({"dont_know": 3, "refused": 2})
    return "yes" if chance.yes(share) else "no"


def _ordinal(chance: Chance, value: float, cuts: tuple[float, ...], scale: tuple[str, ...]) -> str | None:
    if chance.yes(0.012):
        return None
    if chance.yes(0.03):
        return chance.pick({"dont_know": 1, "refused": 1})
    return scale[sum(value > cut for cut in cuts)]
