# SPDX-License-Identifier: MIT
"""Invents two years of sessions and trainings, their participants, and a few presumed cases. No name is anybody's.

Places, partners and names are made up; the survey's numbers do not depend on anything here.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.sample_study.chance import Chance
from tests.sample_study.workbooks import CellValue, write_workbook

SEED = 1_600
TITLE = "Fictitious sample registers / Registres fictifs"
MARK_HEADING, MARK = "Fictitious data / Données fictives", "fictitious / fictif"  # beside every row
SITES = ("Site A", "Site B", "Site C")
FIRST = dt.date(2024, 1, 8)
WEEKS = 104
AWARENESS, STAKEHOLDERS, STAFF = "Awareness session", "Training of stakeholders", "Staff training"
_TOPICS = ("Risks of recruitment", "Rights of displaced people", "Where to find help", "Safe migration")
_COURSES = ("Law on trafficking", "Identification and referral")
_PARTNERS = ("Partner 1", "Partner 2")
_SYLLABLES = ("ka", "lo", "mi", "re", "su", "ti", "vo", "ne", "da", "pel", "tor", "sen", "fan", "mir", "qui", "zel")
_ROLES = ("Prosecutor or judge", "Judicial police", "NGO staff")
_SERVICES = ("Shelter", "Medical care", "Counselling", "Legal aid", "Return of documents")
ACTIVITIES = ("Date", "Site", "Activity", "Topic", "Audience", "Women", "Girls", "Men", "Boys", "Sex or age unknown",
              "Total", "Partner", "Donor", "Session code")  # fmt: skip
PARTICIPANTS = ("Date", "Site", "Activity", "Participant code", "Name", "Telephone", "Sex", "Age", "Role",
                "Session code")  # fmt: skip
CASES = ("Case code", "Date of identification", "Site", "Status", "Type of case", "Services", "Date requested",
         "Date provided", "Referred to", "Outcome", "Consent to share")  # fmt: skip
Rows = list[list[CellValue]]


def sessions() -> Rows:
    """One or two awareness sessions a week, a training of stakeholders every second week, of staff every sixth."""
    chance = Chance(SEED)
    rows: Rows = []
    for week in range(WEEKS):
        monday = FIRST + dt.timedelta(weeks=week)
        for _ in range(chance.whole(1, 2)):
            rows.append([*_awareness(monday + dt.timedelta(days=chance.whole(0, 4)), chance), f"A-{len(rows) + 1:03}"])
    for number, (day, kind) in enumerate(_trainings(), start=1):
        present = [person for person in attendances() if (person[0], person[2]) == (day, kind)]
        women = sum(person[6] == "F" for person in present)
        audience = "Staff" if kind == STAFF else "Stakeholders"
        course = _COURSES[day.toordinal() % 2]
        rows.append([day, present[0][1], kind, course, audience, women, 0, len(present) - women, 0, 0, len(present),
                     "Partner 1", "Donor X", f"T-{number:03}"])  # fmt: skip
    return sorted(rows, key=lambda row: (str(row[0]), str(row[2])))


def _awareness(day: dt.date, chance: Chance) -> list[CellValue]:
    women, girls = chance.whole(14, 46), chance.whole(4, 22)
    men, boys = chance.whole(8, 30), chance.whole(3, 18)
    unknown = chance.whole(0, 6) if chance.yes(0.3) else 0
    audience = "Displaced people" if chance.yes(0.6) else "Host community"
    return [day, SITES[chance.whole(0, 2)], AWARENESS, _TOPICS[chance.whole(0, 3)], audience, women, girls, men, boys,
            unknown, women + girls + men + boys + unknown, _PARTNERS[chance.whole(0, 1)], "Donor X"]  # fmt: skip


def _trainings() -> list[tuple[dt.date, str]]:
    """The days of trainings, of stakeholders and of staff, in turn."""
    held = [(FIRST + dt.timedelta(weeks=week, days=1), STAKEHOLDERS) for week in range(0, WEEKS, 2)]
    return held + [(FIRST + dt.timedelta(weeks=week, days=3), STAFF) for week in range(2, WEEKS, 6)]


def attendances() -> Rows:
    """Who came to each training: many come again. Telephones begin with +000, a country that is none."""
    chance = Chance(SEED + 1)
    crowd = {kind: [_person(chance, kind, number) for number in range(count)]
             for kind, count in ((STAKEHOLDERS, 190), (STAFF, 34))}  # fmt: skip
    rows: Rows = []
    for number, (day, kind) in enumerate(_trainings(), start=1):
        people, site = crowd[kind], SITES[chance.whole(0, 2)]
        start, many = chance.whole(0, len(people) - 1), chance.whole(8, 16)
        for at in range(many):
            code, name, phone, sex, age, role = people[(start + 3 * at) % len(people)]
            rows.append([day, site, kind, code, name, phone, sex, age, role, f"T-{number:03}"])
    return rows


def _person(chance: Chance, kind: str, number: int) -> tuple[str, str, str, str, int, str]:
    words = ["".join(_SYLLABLES[chance.whole(0, 15)] for _ in range(chance.whole(2, 3))).capitalize() for _ in (0, 1)]
    role = "Field staff" if kind == STAFF else _ROLES[chance.whole(0, 2)]
    phone = f"+000 6{chance.whole(1, 9)} {chance.whole(10, 99)} {chance.whole(10, 99)} {chance.whole(10, 99)}"
    code = f"{'S' if kind == STAFF else 'P'}-{number + 1:03}"
    return code, " ".join(words), phone, "F" if chance.yes(0.42) else "M", chance.whole(22, 58), role


def presumed_cases() -> Rows:
    """Presumed cases: nothing here says that anybody is a victim."""
    chance = Chance(SEED + 2)
    rows: Rows = []
    for number in range(36):
        found = FIRST + dt.timedelta(days=chance.whole(0, 700))
        referred = number % 4 != 3  # 27 of 36; of those 18 assisted, of those 12 with an outcome: no step has few
        given = found + dt.timedelta(days=chance.whole(1, 21)) if referred and number % 3 else None
        services = [_SERVICES[number % 5], _SERVICES[(number + 2) % 5]]
        rows.append([
            f"C-{number + 1:03}", found, SITES[chance.whole(0, 2)],
            ("Displaced", "Returnee", "Refugee", "Asylum seeker")[min(chance.whole(0, 5), 3)],
            "Presumed trafficking", "; ".join(services) if given else None, found, given,
            ("Shelter network", "Health centre", "Legal clinic")[chance.whole(0, 2)] if referred else None,
            ("Assistance completed", "Assistance under way")[number % 2] if given and number % 12 < 8 else None,
            "yes" if chance.yes(0.8) else "no",
        ])  # fmt: skip
    return rows


def write_registers(folder: Path) -> list[Path]:
    """Write the three workbooks; the paths."""
    wanted = (
        ("register_activities.xlsx", "activities", ACTIVITIES, sessions()),
        ("register_participants.xlsx", "participants", PARTICIPANTS, attendances()),
        ("register_presumed_cases.xlsx", "presumed_cases", CASES, presumed_cases()),
    )
    for file, sheet, head, rows in wanted:
        marked = [[*head, MARK_HEADING], *([*row, MARK] for row in rows)]
        write_workbook(folder / file, [(sheet, marked)], TITLE)
    return [folder / file for file, *_ in wanted]
