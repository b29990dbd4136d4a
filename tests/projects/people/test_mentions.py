# SPDX-License-Identifier: MIT
"""Before somebody is erased, other places that name them are listed: whatever the team can write or name."""

from __future__ import annotations

from types import SimpleNamespace

from coding.in_vivo_names import name_in_vivo
from projects.datasets.table.roles import set_unit, set_wording
from projects.interviews.codes import add_code, redefine_code
from projects.interviews.documents import rename_document, set_case
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment
from projects.people.mentions import WRITTEN, mentions
from projects.results.saved_results import add_analysis
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.transcripts.corrections import correct_text
from tests.projects.cells import change_cell
from wording import Labels, render


def written_everywhere(project: Project, name: str) -> None:
    """The name in whatever the team can write, once in each."""
    project.do(change_cell(project, "t1", 2, "v2", DatasetCell(name)))
    other = load_document(project, "3").document
    project.do(correct_text(other, f"{other.text}{name} knew.\n", f"{name} asked"))
    project.do(correct_text(load_document(project, "3").document, other.text))
    project.do(rename_document("3", f"Friend of {name}"))
    code = str(project.do(add_code(Labels({"en": f"{name}’s papers"}))).result)
    project.do(redefine_code(code, definition=Labels({"fr": name}), keywords={"en": [name]}))
    project.do(add_analysis("proportions", "t1", {"variable": "v5"}, title=f"As {name} said"))
    project.do(set_unit("t2", f"child {name} named"))
    project.do(set_wording("t1", "v4", Labels({"en": f"What {name} told"})))
    project.do(set_wording("t1", "v1", answers={"c2": Labels({"en": f"No, as {name}"})}))
    project.set_setting("name", f"Study of {name}")


def test_whatever_the_team_wrote_is_looked_at(project: Project, words: SimpleNamespace) -> None:
    written_everywhere(project, words.name)
    both = [Subject("row", ("t1", [1])), *(Subject("document", number) for number in ("1", "2"))]
    told = [render(line, "en") for line in mentions(project, both)]
    assert [line.replace(words.name, "N") for line in told] == [
        "interview “Friend of N”: 1 earlier text, and the file it came from",
        "Respondents: 1 other row with the same name or number",
        "the name or case of 1 other interview",
        "the reason for 1 correction of a text",
        "1 code: its name, definition, words or memo",
        "1 analysis: its title or its conditions",
        "1 table: its name, unit or reason for intervals",
        "2 variables or answers: their names, wordings or rules",
        "1 setting: the name of the project, the sheets of a sample or the like",
    ]


def test_what_erasing_takes_along_is_no_mention(project: Project) -> None:
    text = load_document(project, "1").document
    named = Labels({"en": name_in_vivo(text.text[:40])})
    project.do(add_segment(str(project.do(add_code(named)).result), text, 0, 40, coder="Ana"))
    project.do(set_case("1", "Case of the first"))
    told = [render(line, "en") for line in mentions(project, [Subject("document", "1")])]
    assert not [line for line in told if "1 code" in line or "1 case" in line]


def test_a_name_typed_without_its_accents_is_the_name(project: Project) -> None:
    project.do(rename_document("3", "Entretien de Cy Dupre"))
    project.checkpoint("Apre\u0300s l’appel de DUPRE\u0301")
    row = Subject("row", ("t1", [3]))  # Cy Dupré
    assert "the name or case of 1 other interview" in [render(line, "en") for line in mentions(project, [row])]
    erase(project, row, EraseReason("withdrawn"))
    assert [line.erased for line in project.history(3)] == [False, True, True]


# columns of text without words of the team; words of interviews and answers are looked for in the index
NO_WORDS = """
id kind language languages version position colour sensitivity origin coder quote digest original_ref original_kind
form_ref findings_ref parsed_ref ref who utc imported data_set table_id data_table parent variable choice column_id
row_id document code segment person what state batch cause declaration level role how form_type sealed form_version
source consent consent_given weight strata clusters fpc rule matched verdict decided_by case_name name
guid target speaker a b translator consent_source pipeline parse_ref words similar documents destination released_ref
label mark encoder vectors_ref
"""


def test_a_new_column_for_words_must_be_looked_at_too(project: Project) -> None:
    looked_at = {(table, column) for table, columns, _ in WRITTEN for column in columns}
    for table in project.model.journaled().values():
        for column in project.query(f'PRAGMA table_info("{table.name}")'):
            known = (table.name, column["name"]) in looked_at or column["name"] in NO_WORDS.split()
            assert known or column["type"] != "TEXT", f"{table.name}.{column['name']}"
