# SPDX-License-Identifier: MIT
"""PDFs are read as a person reads them: columns, footnotes, running heads, hyphens, turned pages; a scan is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
import typst

from projects.intake.file_intake import prepare_imports
from projects.interviews.transcript_reading import ReadTranscript, read_transcript
from projects.readers.transcript_problems import TranscriptProblem
from wording import Problem, render

LEFT = [f"left{n:02d}" for n in range(60)]
RIGHT = [f"right{n:02d}" for n in range(60)]


def page(path: Path, source: str, turned: int = 0) -> Path:
    data = typst.compile(source.encode(), format="pdf")
    if turned:
        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            document[number].set_rotation(turned)
        stream = io.BytesIO()
        document.save(stream)
        data = stream.getvalue()
    path.write_bytes(data)
    return path


def in_order(text: str, *words: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


TWO = (
    "#set page(width: 420pt, height: 300pt, margin: 40pt)\n#set text(size: 9pt, hyphenate: false)\n"
    "#align(center)[A title over the whole width of the page, with an author]\n"
    f"#grid(columns: (1fr, 1fr), column-gutter: 18pt, [{' and so '.join(LEFT[:30])}],"
    f" [{' but then '.join(RIGHT[:30])}])"
)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    read = read_transcript(page(tmp_path / "two.pdf", TWO))
    assert read.kind == "pdf"
    assert in_order(read.text, "A title over the whole width", *LEFT[:30], *RIGHT[:30])


HEADS = (
    "#set page(width: 300pt, height: 200pt, margin: 40pt, header: [Study of roads, 2026],"
    " footer: context [Page #counter(page).display() of 4])\n#set text(size: 10pt)\n"
    + "#pagebreak()\n".join(
        f"P{n}: This is what was said on day {n}, at some length, so that it fills a line or two of the page.\n\n"
        for n in range(1, 5)
    )
)


def test_running_heads_are_left_out_and_pages_kept(tmp_path: Path) -> None:
    read = read_transcript(page(tmp_path / "heads.pdf", HEADS))
    assert "Study of roads" not in read.text
    assert "of 4" not in read.text
    assert {message.key for message in read.warnings} == {"coding.file.running_heads"}
    assert read.numbering.pages is not None
    for number in range(1, 5):
        assert read.numbering.pages.at(read.text.index(f"P{number}:") + 5) == number
    assert [turn.speaker for turn in read.turns] == ["P1", "P2", "P3", "P4"]


DAYS = ("second", "third", "fourth", "last")
SAID_AGAIN = "#set page(width: 300pt, height: 200pt, margin: 40pt)\n#set text(size: 10pt)\n" + "#pagebreak()\n".join(
    f"Amina: Day {n} went by, and nobody came.\n\nQ: And on the {day} day?\n\n#v(1fr)\nAmina: We walked on."
    for n, day in enumerate(DAYS)
)


def test_what_a_speaker_says_at_the_foot_of_several_pages_is_no_running_head(tmp_path: Path) -> None:
    read = read_transcript(page(tmp_path / "again.pdf", SAID_AGAIN))
    assert read.text.count("Amina: We walked on.") == 4
    assert not read.warnings


NOTE = (
    '#set page(width: 300pt, height: 220pt, margin: 40pt)\n#set text(size: 10pt, hyphenate: false)\n'
    "He came in the spring#footnote[In fact in May.] and stayed until the rain began, as all the others did, and "
    "nobody asked him why he had come or when he would leave again, for it was not the custom to ask."
)  # fmt: skip


def test_a_footnote_stands_behind_its_paragraph(tmp_path: Path) -> None:
    read = read_transcript(page(tmp_path / "note.pdf", NOTE))
    assert in_order(read.text, "He came in the spring", "not the custom to ask.", "In fact in May.")
    assert read.text.split("\n")[1].startswith("[")
    assert "coding.file.notes_in_text" in {message.key for message in read.warnings}


HYPHENS = (
    '#set page(width: 260pt, height: 200pt, margin: 40pt)\n#set text(size: 10pt, hyphenate: false)\n'
    "The recruiter had confis-\\\ncated the passport of Jean-\\\nPierre, who was a wit-\\\nness of it all."
)  # fmt: skip


def test_words_parted_at_the_end_of_a_line_are_whole_again(tmp_path: Path) -> None:
    text = read_transcript(page(tmp_path / "hyphens.pdf", HYPHENS)).text
    assert text == "The recruiter had confiscated the passport of Jean-Pierre, who was a witness of it all."


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path, turned: int) -> None:
    """The page is laid out turned the other way, as a scanner's driver writes it."""
    inner = "First line of the page here\\\nSecond line comes below\\\nThird line ends it."
    source = (
        '#set page(width: 300pt, height: 300pt, margin: 30pt)\n#set text(size: 11pt)\n'
        f"#rotate({-turned}deg, reflow: true, box(width: 240pt)[{inner}])"
    )  # fmt: skip
    text = read_transcript(page(tmp_path / "turned.pdf", source, turned)).text
    assert in_order(text, "First line of the page", "Second line", "Third line")


def test_letters_that_stand_upright_are_read_however_the_page_is_shown(tmp_path: Path) -> None:
    read = read_transcript(page(tmp_path / "lying.pdf", TWO, 90))
    assert in_order(read.text, "A title over the whole width", *LEFT[:30], *RIGHT[:30])


def test_a_scan_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = page(tmp_path / "scan.pdf", "#rect(width: 100pt, height: 100pt, fill: gray)")
    with pytest.raises(Problem) as caught:
        prepare_imports([path])
    assert caught.value.message.key == "coding.file.scan"
    assert "OCR" in render(caught.value.message, "fr")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF", b"%PDF-" + bytes(900)]
)
def test_a_broken_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(data)
    with pytest.raises(TranscriptProblem):
        read_transcript(path)


def lines_of(read: ReadTranscript) -> list[int]:
    marks = read.numbering.given_lines
    assert marks is not None
    return list(marks.starts)


def test_its_own_lines_are_numbered(tmp_path: Path) -> None:
    read = read_transcript(page(tmp_path / "hyphens.pdf", HYPHENS))
    assert len(lines_of(read)) == 4
    assert read.text[lines_of(read)[2] :].startswith("Pierre")


SPOKEN = [
    ("Q", "How did the journey begin, and who had told you about the work on the shore?"),
    ("P1", "A woman from the market did. On the second day he took out a notebook and wrote each thing: the bus, too."),
    ("Q", "What was said about the pay before you left?"),
    ("P1", "That it was good. He never said how much it would be, and nobody of us dared to ask him about it then."),
] * 3


@pytest.mark.parametrize("gutter", [10, 14])
def test_columns_as_near_as_latex_sets_them_are_read_one_after_the_other(tmp_path: Path, gutter: int) -> None:
    """10 points, the columnsep of LaTeX; the rows of the two columns stand at different heights."""
    turns = "\n\n".join(f"{who}: {said}" for who, said in SPOKEN)
    source = (
        "#set page(width: 360pt, height: 260pt, margin: 40pt, columns: 2)\n#set text(size: 9pt, lang: \"en\")\n"
        f"#set columns(gutter: {gutter}pt)\n#set par(justify: true)\n{turns}"
    )  # fmt: skip
    read = read_transcript(page(tmp_path / "near.pdf", source))
    said = [
        (turn.speaker, read.text[turn.start : turn.end].removeprefix(f"{turn.speaker}:").strip()) for turn in read.turns
    ]
    assert said == SPOKEN
