# SPDX-License-Identifier: MIT
"""Names and telephone numbers of known people do not leave in titles, codes, labels, cells and names of files."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.masking import Destination
from analysis.records import Choice, Kind, Level, Variable
from analysis.report import Heading, Paragraph, Report
from analysis.result_tables import Cell, Column, Row, TableSpec
from projects import export_gate as gate
from projects.datasets.export.data_writing import Order, gather
from projects.exchange.interview_exports import InterviewContent, InterviewExport, export_interviews
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.interviews.codes import add_code
from projects.names_in_words import KnownNames, NamesInWords, names_for
from projects.store.project import Project
from wording import Labels, msg, render


@pytest.fixture
def known() -> NamesInWords:
    """Five people, some of whose names are words, streets or places too."""
    names = KnownNames(own_words=frozenset({"tansy"}))
    for values in (
        ["Uwimana Claudine", "+257 79 55 50 13"], ["Espérance", "Niyonzima"], ["Jean Ndayizeye"], ["Jean Bosco"],
        ["Jean Kabura"], ["avenue de la Paix"], ["Commune Ruyigi"], ["Claudine Uwimana"], ["Tansy Moorhexed"],
    ):  # fmt: skip
        names.add(values)
    return NamesInWords(names, "fr")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Claudine Uwimana, arrêtée", "[personne 1], arrêtée"),
        ("chez uwimana claudine", "chez [personne 1]"),
        ("Dettes de UWIMANA", "Dettes de [personne 1]"),
        ("Espérance Niyonzima", "[personne 1]"),
        ("Espérance de vie", "Espérance de vie"),
        ("une espérance, une dette", "une espérance, une dette"),
        ("Ce que Jean a dit", "Ce que Jean a dit"),  # three bear it
        ("Avenue de la Paix, Commune Ruyigi", "Avenue de la Paix, Commune Ruyigi"),
        ("Tansy dans les réponses", "Tansy dans les réponses"),  # a word of the questions
        ("Appeler le 79.55.50.13", "Appeler le [téléphone 1]"),
        ("sur 12 345 678 personnes", "sur 12 345 678 personnes"),
    ],
)
def test_what_tells_a_person_is_replaced_and_ordinary_words_are_not(known: NamesInWords, said: str, left: str) -> None:
    assert known.without(said) == left
    assert known.without((Labels({"fr": said}), msg("group.pair", first=said, second="")))[1].args["first"] == left


def test_names_of_columns_codes_and_conditions_name_nobody(known: NamesInWords) -> None:
    """No two columns become one, an answer that is ordinary stays, and a condition speaks of the column as it is."""
    choices = tuple(
        Choice(f"c{at}", code, Labels({})) for at, code in enumerate(("uwimana", "claudine_uwimana", "paix"))
    )
    shown_if = "${aide_Uwimana} = 'uwimana'"
    asked = [
        Variable(f"v{at}", name, Labels({}), Kind.ONE, Level.NOMINAL, choices=choices, relevant=shown_if)
        for at, name in enumerate(("aide_Uwimana", "aideClaudine_uwimana", "esperance_vie", "tel_79555013"))
    ]  # fmt: skip
    left = [known.without(one) for one in asked]
    assert [one.name for one in left] == ["aide_personne_1", "aide_personne_1_2", "esperance_vie", "tel_telephone_1"]
    assert [one.code for one in left[0].choices] == ["personne_1", "personne_1_2", "paix"]
    assert left[2].relevant == "${aide_personne_1} = 'personne_1'"
    assert [one.id for one in left[0].choices] == ["c0", "c1", "c2"]
    assert known.without("voir aide_Uwimana") == "voir aide_personne_1"
    assert known.sentences()[0].args["n"] == 2


@pytest.fixture(autouse=True)
def looked(project: Project, words: SimpleNamespace) -> None:
    """Somebody has seen what is sensitive, so that files may leave for others."""
    project.do(confirm_proposals())


def table(title: str) -> TableSpec:
    cells = (Cell(60.0), Cell(40.0))
    columns = (Column("n", "n"), Column("m", "m"))
    return TableSpec("t", title, None, None, columns, (Row("r", "Road", cells),))


def test_titles_paragraphs_and_labels_leave_with_pseudonyms_and_that_is_said(
    project: Project, words: SimpleNamespace, tmp_path: Path
) -> None:
    done = gate.export_table(
        project, table(f"What {words.name} said, {words.phone}"), tmp_path / "t.csv", language="en"
    )
    text = done.path.read_text(encoding="utf-8-sig")
    assert "What [person 1] said, [telephone 1]" in text
    assert render(done.names[0], "en").startswith("2 names or telephone numbers")
    report = Report("R", (Heading(f"On {words.name}"), Paragraph("Nothing.")))
    made = gate.export_report(project, report, tmp_path / "r.docx", language="fr", destination=Destination.PUBLIC)
    assert [text.key for text in made.names] == ["export.names_replaced"]
    team = gate.export_table(
        project, table(words.name), tmp_path / "team.csv", language="en", destination=Destination.INSIDE
    )
    assert words.name in team.path.read_text(encoding="utf-8-sig")
    assert team.names == ()


def test_a_code_named_after_a_person_and_a_definition_with_a_telephone(
    project: Project, words: SimpleNamespace, tmp_path: Path
) -> None:
    project.do(add_code(Labels({"en": f"{words.name} arrested"}), definition=Labels({"en": f"Call {words.phone}."})))
    for kind in ("csv", "qdc"):
        asked = InterviewExport(InterviewContent.CODEBOOK, Destination.PARTNER, "en")
        told = export_interviews(project, tmp_path / f"codes.{kind}", asked)
        text = (tmp_path / f"codes.{kind}").read_text(encoding="utf-8-sig")
        assert "[person 1] arrested" in text
        assert "Call [telephone 1]." in text
        assert words.name not in text
        assert "export.names_replaced" in {one.key for one in told}


def test_cells_of_data_for_a_partner_name_nobody_known(
    project: Project, words: SimpleNamespace, tmp_path: Path
) -> None:
    names = names_for(project, Destination.PARTNER)
    content = gather(project, Order("csv", ["t2"], destination=Destination.PARTNER)).reworded(names.without)
    done = gate.export_data(
        project, tmp_path / "d.csv", content.write, destination=Destination.PARTNER, names=names
    )  # fmt: skip
    text = done.path.read_text(encoding="utf-8-sig")
    assert "[person 1] is seven" in text
    assert words.child not in text
    assert done.names[0].args["n"] == 1


def test_a_file_named_after_a_person_is_refused(project: Project, words: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / f"codes_{words.name.lower()}_2.csv"
    with pytest.raises(gate.ExportProblem) as refused:
        gate.export_table(project, table("Road"), path, language="en")
    assert refused.value.message.key == "export.name_in_file"
    assert list(tmp_path.glob("*.csv")) == []
    gate.export_table(project, table("Road"), path, language="en", destination=Destination.INSIDE)


def test_with_the_link_key_closed_it_is_said_that_the_rest_was_not_looked_for(
    project: Project, words: SimpleNamespace, tmp_path: Path
) -> None:
    project.close_link()
    done = gate.export_table(project, table(f"What {words.name} said"), tmp_path / "t.csv", language="en")
    assert [text.key for text in done.names] == ["export.names_locked"]
