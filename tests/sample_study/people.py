# SPDX-License-Identifier: MIT
"""Invents the members of a household. Every share is made up; none comes from a real survey."""

from __future__ import annotations

from tests.sample_study.chance import Chance

Answers = dict[str, object]


def household(chance: Chance, site: str, income_rank: float) -> list[Answers]:
    """Members in the order of the roster, the head first; `income_rank` is 0 (poorest) to 1."""
    head_sex = "female" if chance.yes(0.45) else "male"
    head_age = min(max(round(chance.normal(40, 13)), 18), 83)
    members = [_member(chance, "head", head_sex, head_age)]
    if chance.yes(0.82 if head_sex == "male" else 0.14):
        other = "male" if head_sex == "female" else "female"
        members.append(_member(chance, "spouse", other, max(17, head_age + chance.whole(-7, 4))))
    children = chance.pick({0: 11, 1: 15, 2: 21, 3: 21, 4: 15, 5: 10, 6: 5, 7: 2})
    relation, oldest = ("child", min(head_age - 15, 24)) if head_age < 62 else ("grandchild", 17)
    for _ in range(children):
        sex = chance.among(("female", "male"))
        members.append(_member(chance, relation, sex, chance.whole(0, max(1, oldest))))
    if chance.yes(0.16):
        members.append(
            _member(chance, "parent", "female" if chance.yes(0.7) else "male", head_age + chance.whole(18, 30))
        )
    for _ in range(chance.pick({0: 66, 1: 24, 2: 10})):
        kind = chance.pick({"other_relative": 5, "not_related": 1})
        members.append(_member(chance, kind, chance.among(("female", "male")), chance.whole(0, 45)))
    for position, member in enumerate(members, start=1):
        member["member_age"] = min(int(str(member["member_age"])), 96)
        _answers(chance, member, position, site, income_rank)
    return members


def _member(chance: Chance, relation: str, sex: str, age: int) -> Answers:
    return {"relation": relation, "member_sex": sex, "member_age": age}


def _answers(chance: Chance, member: Answers, position: int, site: str, income_rank: float) -> None:
    age = int(str(member["member_age"]))
    member["member_position"] = position
    member["school_age"] = int(6 <= age <= 17)
    member["difficulty"] = _difficulty(chance, age) if age >= 5 else None
    member["attends_school"] = _attends(chance, member, age, site, income_rank) if 6 <= age <= 17 else None
    member["works"] = _works(chance, member, age, income_rank) if age >= 6 else None
    member["marital_status"] = _marital(chance, member, age) if age >= 15 else None


def _difficulty(chance: Chance, age: int) -> str | None:
    severe = 0.02 + max(0, age - 35) * 0.005
    shares = {"some": 0.10 + age * 0.003, "a_lot": severe, "cannot": severe / 5, "dont_know": 0.006, "refused": 0.004}
    if chance.yes(0.008):
        return None
    return chance.pick({"no_difficulty": 1 - sum(shares.values()), **shares})


def _attends(chance: Chance, member: Answers, age: int, site: str, income_rank: float) -> str | None:
    share = {"site_a": 0.80, "site_b": 0.66, "site_c": 0.73}[site] + 0.14 * (income_rank - 0.5)
    if age >= 12:
        share -= 0.27 if member["member_sex"] == "female" else 0.11
    if member["difficulty"] in ("a_lot", "cannot"):
        share -= 0.35
    if chance.yes(0.025):
        return chance.among(("dont_know", "refused", None))
    return "yes" if chance.yes(share) else "no"


def _works(chance: Chance, member: Answers, age: int, income_rank: float) -> str | None:
    if age < 12:
        share = 0.05
    elif age < 18:
        share = 0.24 - 0.12 * income_rank + (0.16 if member["attends_school"] == "no" else 0)
    else:
        share = (0.46 if member["member_sex"] == "female" else 0.57) if age < 66 else 0.18
    if chance.yes(0.02):
        return chance.among(("dont_know", "refused", None))
    return "yes" if chance.yes(share) else "no"


def _marital(chance: Chance, member: Answers, age: int) -> str | None:
    if chance.yes(0.012):
        return chance.among(("refused", None))
    if member["relation"] == "spouse":
        return "married"
    if age < 20:
        return chance.pick({"never_married": 0.96, "married": 0.04})
    if member["relation"] == "head" and member["member_sex"] == "male":
        return chance.pick({"married": 0.84, "widowed": 0.06, "separated": 0.05, "never_married": 0.05})
    if age >= 60:
        return chance.pick({"widowed": 0.72, "married": 0.18, "separated": 0.10})
    return chance.pick({"separated": 0.34, "widowed": 0.30, "never_married": 0.22, "married": 0.14})
