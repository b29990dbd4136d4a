# SPDX-License-Identifier: MIT
"""Attributes that identify people have numbers outside the team; those of the survey and computed ones are counted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from analysis.analyses import run
from analysis.codings.groups import groups_of
from analysis.codings.neutral_names import for_others
from analysis.codings.study import CodingStudy
from analysis.exported_codings import WordsRead, read_codings, write_codings
from analysis.masking import Destination
from analysis.records import Role
from analysis.report import Report
from analysis.report.blocks import FigureBlock, TableBlock
from coding.records import ORDINARY
from projects import export_gate as gate
from projects.cases.attribute_values import (
    attribute_identities,
    attribute_values,
    proposed,
    proposed_sensitive,
    set_identifying,
    set_sensitive,
)
from projects.cases.attributes import set_derived
from projects.datasets.table.roles import set_role
from projects.findings.coded_frames import load_codings
from projects.interviews.cases import Attribute, CaseMember, cases, join_case, set_attributes
from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.stored_tables.stored_table import data_tables
from tests.projects.cases.conftest import PASSPHRASE
from tests.projects.results.test_neutral_labels import words
from wording import Labels, Problem, render
from workbench.cli import main

CONTACTS = ("Jean Ndayishimiye", "Odette Kamikazi", "Innocent Bahati", "Grace Uwase")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Four coded interviews, each of a case with somebody to call, a site and initials."""
    with Project.create(tmp_path / "p.pwb", "quiet lantern over 7 rivers", name="P", user="MA") as made:
        texts = {at: parse_text(f"Q: And?\nP1: They threatened me {at} times.\n") for at in range(1, 5)}
        made.do(import_documents([NewDocument(f"KII {n}", "en", one, case_name=f"K{n}") for n, one in texts.items()]))
        code = str(made.do(add_code(Labels({"en": "Threats"}), sensitivity=ORDINARY)).result)
        for at, case in enumerate(sorted(cases(made), key=lambda one: one.name)):
            document = load_document(made, str(at + 1)).document
            start = document.text.index("They")
            made.do(add_segment(code, document, start, start + 4, coder="MA"))
            site = "Kavumu" if at < 2 else "Sange"
            initials = "".join(word[0] for word in CONTACTS[at].split())
            held = {"Contact person": CONTACTS[at], "Site": site, "Who": initials, "Call": f"+257 79 55 12 3{at}"}
            made.do(set_attributes(case.id, [Attribute(name, value) for name, value in held.items()]))
            made.do(set_attributes(case.id, [Attribute("Date of birth", f"198{at}-03-11", "date")]))
            made.do(set_attributes(case.id, [Attribute("Age", "34", "number")]))
        yield made


@pytest.mark.parametrize(
    ("name", "kind", "values", "identifies"),
    [
        ("Contact person", "text", list(CONTACTS), True),
        ("Called", "text", ["Odette", "Grace", "Espérance"], True),
        ("Who", "text", ["J.N.", "O. K.", "I-B"], True),
        ("Initials", "text", ["A", "B"], True),
        ("Phone", "text", ["+257 79 555 123"], True),
        ("x", "text", ["+257 79 555 123", "+250 788 123 456", "+257 68 100 200"], True),
        ("Mail", "text", ["a@example.org", "b@example.org", "c@example.org"], True),
        ("Date of birth", "date", ["1989-03-11"], True),
        ("Case number", "text", ["GBV-2025-001"], True),
        ("Remarks", "text", ["came with the tailor’s youngest sister", "none"], True),
        ("What happened", "text", ["the tailor", "sold land", "the well", "red door"], True),
        ("Contact", "text", ["ask the baker", "Marie"], True),
        ("Téléphone", "text", ["le voisin"], True),
        ("Home address", "text", ["behind the mill", "behind the mill"], True),
        ("E-mail", "text", ["as before"], True),
        ("Pièce d’identité", "text", ["AB twelve"], True),
        ("Nickname", "text", ["Tati"], True),
        ("Contact", "text", ["yes", "no", "No"], False),
        ("Phone access", "text", ["own phone"] * 5 + ["shared"] * 5, False),
        ("Phone access", "text", ["own phone"] * 5 + ["shared"] * 4, True),
        ("Document", "text", ["passport"] * 6 + ["birth certificate"] * 5, False),
        ("Document", "text", ["passport"] * 6 + ["birth certificate"], True),
        ("Contacts", "number", ["3"] * 5 + ["4"] * 5, False),
        ("Reason", "text", ["left because of the fighting"] * 5, False),
        ("Site", "text", ["Kavumu", "Sange"] * 5, False),
        ("Site", "text", ["Kavumu", "Sange"] * 4, True),
        ("Site", "text", ["Kavumu", "kavumu "] * 3, False),
        ("Religion", "text", ["Catholic"] * 30 + ["Muslim"] * 4, True),
        ("Occupation", "text", ["farmer"] * 20 + ["chief of the village"], True),
        ("Statut", "text", ["IDP", "PDI"] * 5, False),
        ("Sex", "text", ["woman", "man", "woman"], False),
        ("Sexe", "text", ["Femme", "Homme", "F"], False),
        ("Group", "text", ["Young Women", "Old Men", "Young Men", "Women Leaders"], True),
        ("Age", "number", ["14", "34", "52"], True),
        ("Age", "number", ["14"] * 5, False),
        ("Arrived", "date", ["2025-01-02"] * 4, True),
        ("Arrived", "date", ["2025-01-02"] * 5, False),
        ("Trafficked", "yes_no", ["yes", "no"], False),
        ("Empty", "text", [], False),
    ],
)
def test_what_is_proposed(name: str, kind: str, values: list[str], identifies: bool) -> None:
    assert proposed(name, kind, values) is identifies


@pytest.mark.parametrize(
    ("name", "kind", "values", "sensitive"),
    [
        ("Survivor of GBV", "yes_no", ["yes"], True),
        ("Trafficked", "yes_no", ["yes", "no"], True),
        ("Statut VIH", "text", ["négatif"], True),
        ("Form of harm", "text", ["Domestic work", "Forced labour"], True),
        ("Exploitée", "text", [], True),
        ("État de santé", "number", ["3"], True),
        ("Site", "text", ["Kavumu", "Sange"], False),
        ("Sex", "text", ["woman", "man"], False),
        ("Age", "number", ["14"], False),
        ("Notes", "number", ["12"], False),
    ],
)
def test_what_is_proposed_as_sensitive(name: str, kind: str, values: list[str], sensitive: bool) -> None:
    assert proposed_sensitive(name, kind, values) is sensitive


def test_tables_by_a_sensitive_attribute_stay_with_the_team(project: Project, tmp_path: Path) -> None:
    """Proposed by its words, decided by a person, undone as any action."""
    for at, case in enumerate(cases(project)):
        project.do(set_attributes(case.id, [Attribute("Harm", "Debt bondage" if at < 1 else "None told")]))

    def leaves(by: str) -> bool:
        table = run("code_crosstab", CodingStudy(load_codings(project)), {"by": by}).tables[0]
        path = tmp_path / "t.xlsx"
        gate.export_tables(project, [table], path, language="en", destination=Destination.PARTNER, overwrite=True)
        book = openpyxl.load_workbook(path)
        return any("Threats" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)

    assert not leaves("Harm")
    assert leaves("Site")
    project.do(set_sensitive("harm", False))
    assert leaves("Harm")
    project.do(set_sensitive("Site", True))
    assert not leaves("Site")
    assert [one.name for one in attribute_identities(project) if one.sensitive] == ["Site"]
    project.undo()
    assert leaves("Site")
    with pytest.raises(Problem):
        project.do(set_sensitive("Religion", True))


def labels(project: Project, by: str, *, outside: bool) -> list[str]:
    table = run("code_crosstab", CodingStudy(load_codings(project)), {"by": by}).tables[0]
    shown = for_others(table) if outside else table
    assert [one.id for one in shown.columns][-1] == table.columns[-1].id
    return [render(one.label, "en") for one in shown.columns[:-1]]  # the last is of all


def test_the_team_reads_from_a_to_z_and_others_by_number_each_with_its_cells() -> None:
    """Three columns whose numbers run against their names; the numbers of a column go with it."""
    from analysis.result_tables import Cell, Column, Row, TableSpec
    from wording import msg

    numbers = {"Amina": 3, "Bahati": 1, "Chance": 2}
    columns = [
        Column(name, name, base=n, outside=msg("neutral.attribute", name="Contact", n=str(n)))
        for name, n in numbers.items()
    ]
    cells = tuple(Cell(float(n), n=n) for n in (*numbers.values(), 6))
    table = TableSpec("t", "t", None, None, (*columns, Column("total", "All")), (Row("r", "r", cells),))
    shown = for_others(table)
    assert [render(one.label, "en") for one in shown.columns] == ["Contact 1", "Contact 2", "Contact 3", "All"]
    assert [cell.n for cell in shown.rows[0].cells] == [1, 2, 3, 6]
    assert [one.label for one in table.columns] == [*numbers, "All"]


def test_names_phones_and_initials_stay_with_the_team_in_every_file(project: Project, tmp_path: Path) -> None:
    assert [one.name for one in attribute_identities(project) if one.identifies] == [
        "Age", "Call", "Contact person", "Date of birth", "Site", "Who",
    ]  # fmt: skip
    assert labels(project, "Contact person", outside=False) == sorted(CONTACTS)
    assert labels(project, "Contact person", outside=True) == [f"Contact person {n}" for n in range(1, 5)]
    assert labels(project, "Site", outside=True) == ["Site 1", "Site 2"]  # two cases each
    study = CodingStudy(load_codings(project))
    made = [
        table
        for by in ("Contact person", "Call", "Who", "Date of birth")
        for name in ("code_crosstab", "code_frequencies")
        for table in run(name, study, {"by": by}).tables
    ]
    figure = run("code_crosstab", study, {"by": "Contact person"}).figures[0]
    report = Report("R", (*map(TableBlock, made), FigureBlock(figure, figure.table)))
    for destination in (Destination.PARTNER, Destination.PUBLIC):
        folder = tmp_path / destination
        folder.mkdir()
        for kind in ("xlsx", "docx", "html"):
            gate.export_tables(project, made, folder / f"t.{kind}", language="fr", destination=destination)
        gate.export_figure(project, figure, folder / "f.svg", language="fr", destination=destination)
        for kind in ("docx", "pdf"):
            gate.export_report(project, report, folder / f"r.{kind}", language="fr", destination=destination)
        for path in folder.iterdir():
            found = words(path)
            assert not [one for one in CONTACTS if one in found or one.split()[1] in found], path.name
            assert "79 55" not in found
            assert "-03-11" not in found
    gate.export_tables(project, made, tmp_path / "team.xlsx", language="en", destination=Destination.INSIDE)
    assert all(one in words(tmp_path / "team.xlsx") for one in CONTACTS)


def test_a_person_decides_and_undo_takes_it_back(project: Project) -> None:
    project.do(set_identifying("contact person", False))
    assert labels(project, "Contact person", outside=True) == sorted(CONTACTS)
    project.undo()
    assert labels(project, "Contact person", outside=True)[0] == "Contact person 1"
    project.do(set_identifying("Site", False))
    assert labels(project, "Site", outside=True) == ["Kavumu", "Sange"]
    project.undo()
    project.do(set_identifying("Site", True))
    assert labels(project, "Site", outside=True) == ["Site 1", "Site 2"]
    assert [(one.name, one.decided) for one in attribute_identities(project) if one.identifies][-2:] == [
        ("Site", True), ("Who", False),
    ]  # fmt: skip
    with pytest.raises(Problem, match="unknown"):
        project.do(set_identifying("Religion", True))


def test_computed_attributes_are_counted_by(project: Project) -> None:
    """What is worked out when it is read has values in analyses too."""
    held = sorted(cases(project), key=lambda one: one.name)
    project.do(join_case(held[0].id, [CaseMember("4")]))
    project.do(set_derived([one.id for one in held], "Texts", "computed:texts"))
    assert attribute_values(project).values_of("Texts") == ["2", "1", "1", "1"]
    assert labels(project, "Texts", outside=True) == ["1", "2"]


def test_answers_of_the_survey_are_counted_by_and_identifiers_of_it_never(cased: Path) -> None:
    """Rows of the survey belong to the cases: what they answered now, not what was typed."""
    for attribute, variable in (("Offered", "offered_work"), ("Key", "respondent"), ("Years", "age")):
        assert main(["cases", str(cased), "--survey", attribute, "people", variable]) == 0
    with Project.open(cased, PASSPHRASE) as project:
        given = attribute_values(project)
        assert given.by_case["P07"] == {"Offered": "yes", "Key": "P07", "Years": "24"}
        assert given.by_case["P08"]["Offered"] == ""  # no row of the survey
        found = [one.name for one in attribute_identities(project) if one.identifies]
        assert found == ["Key", "Years"]  # the name of the case, and ages of few
        codings = load_codings(project)
        assert codings.attributes.loc["P07", "Offered"] == "yes"
        assert codings.identifying == {"Key", "Years"}
        project.do(set_identifying("years", False))
        assert load_codings(project).identifying == {"Key"}
        codings = replace(codings, value_labels={"Offered": {"yes": Labels({"en": "Yes", "fr": "Oui"})}})
        exported = io.BytesIO()
        write_codings(codings, WordsRead(), exported)
        exported.seek(0)
        again = read_codings(exported)
        assert isinstance(again, CodingStudy)
        for held in (codings, again.codings):  # the program shown says answers in the language of the window
            (label,) = groups_of(held, "Offered", "cases").labels
            assert render(label, "fr") == "Oui"
        people = next(one for one in data_tables(project) if one.name == "people")
        project.do(set_role(people.id, people.named("offered_work").id, Role.SENSITIVE))
        codings = load_codings(project)
        assert codings.sensitive == {"Offered"}


def test_the_command_says_and_takes_back(
    cased: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["cases", str(cased), "P07", "--set", "Contact=+257 79 55 12 34"]) == 0
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    capsys.readouterr()
    assert main(["cases", str(cased)]) == 0
    assert "Contact" in capsys.readouterr().out
    assert main(["cases", str(cased), "--identifies-nobody", "contact"]) == 0
    assert "marqué comme n’identifiant personne" in capsys.readouterr().out
    assert main(["cases", str(cased)]) == 0
    assert "Contact" not in capsys.readouterr().out
    assert main(["cases", str(cased), "--identifies", "Religion"]) == 2
    assert main(["cases", str(cased), "--sensitive", "contact"]) == 0
    assert "marqué comme sensible" in capsys.readouterr().out
    assert main(["cases", str(cased)]) == 0
    assert "Attributs sensibles\u00a0: Contact" in capsys.readouterr().out
    assert main(["cases", str(cased), "--not-sensitive", "Contact"]) == 0
