# SPDX-License-Identifier: MIT
"""Comments of OpenDocument files come in as notes on the words they stand on; the text stays as a reader sees it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from projects.readers.documents.odt import read_odt

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def note(words: str, name: str = "") -> str:
    """A comment of Ana, over a stretch where it has a name."""
    named = f' office:name="{name}"' if name else ""
    return (
        f"<office:annotation{named}><dc:creator>Ana</dc:creator><dc:date>2026-11-01</dc:date>"
        f"<text:p>{words}</text:p></office:annotation>"
    )


def odt(body: str) -> bytes:
    """A small OpenDocument file."""
    stream = io.BytesIO()
    content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body>"
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", f"{content}</office:document-content>")
    return stream.getvalue()


def test_a_comment_stands_on_its_words() -> None:
    end = '<office:annotation-end office:name="a1"/>'
    body = (
        f"<text:p>P1: He took {note('Which papers?', 'a1')}my papers{end} away.</text:p>"
        f"<text:p>P1: We left{note('At night?')}.</text:p><text:p>P1: Then nothing.{note('Tired.')}</text:p>"
    )
    read = read_odt(Path("talk.odt"), odt(body))
    assert read.text == "P1: He took my papers away.\nP1: We left.\nP1: Then nothing."
    told = {one.text: read.text[one.start : one.end] for one in read.comments}
    assert told == {"Which papers?": "my papers", "At night?": ".", "Tired.": "P1: Then nothing."}
    assert {one.author for one in read.comments} == {"Ana"}
    assert len(read.warnings) == 1


def test_a_comment_over_two_paragraphs() -> None:
    end = '<office:annotation-end office:name="b"/>'
    body = f"<text:p>P1: It {note('Both.', 'b')}began.</text:p><text:p>P1: It ended{end} soon.</text:p>"
    read = read_odt(Path("talk.odt"), odt(body))
    (one,) = read.comments
    assert read.text[one.start : one.end] == "began.\nP1: It ended"


def test_an_end_without_a_beginning_is_nothing() -> None:
    read = read_odt(Path("talk.odt"), odt('<text:p>P1: No<office:annotation-end office:name="x"/>thing.</text:p>'))
    assert (read.text, read.comments) == ("P1: Nothing.", ())
