# SPDX-License-Identifier: MIT
"""The tables of memos, annotations, paraphrases, links, bookmarks, document groups and saved queries.

A target is "project", or a kind and an id: "document:3", "code:7", "segment:12", "case:2", "memo:5". `document` names
the document a row belongs to, so that it goes when that is erased; `start` and `stop` are code points as in `segment`.
"""

from __future__ import annotations

from projects.store.schema import Table

TARGETS = ("project", "document", "code", "segment", "case", "memo")

MEMO = Table(
    "memo",
    """CREATE TABLE memo (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, target TEXT NOT NULL, document INTEGER,
    title TEXT NOT NULL DEFAULT '', text TEXT NOT NULL, coder TEXT NOT NULL, since INTEGER NOT NULL);
CREATE INDEX memo_target ON memo (target);
CREATE INDEX memo_document ON memo (document);""",
)
ANNOTATION = Table(
    "annotation",
    """CREATE TABLE annotation (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, document INTEGER NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, text TEXT NOT NULL, coder TEXT NOT NULL, since INTEGER NOT NULL,
    CHECK (0 <= start AND start < stop));
CREATE INDEX annotation_document ON annotation (document, start);""",
)
PARAPHRASE = Table(
    "paraphrase",
    """CREATE TABLE paraphrase (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, document INTEGER NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, text TEXT NOT NULL, code INTEGER, coder TEXT NOT NULL, since INTEGER NOT NULL,
    CHECK (0 <= start AND start < stop));
CREATE INDEX paraphrase_document ON paraphrase (document, start);
CREATE INDEX paraphrase_code ON paraphrase (code);""",
)
LINK = Table(
    "link",
    """CREATE TABLE link (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, a_document INTEGER,
    b_document INTEGER, since INTEGER NOT NULL);
CREATE INDEX link_a ON link (a);
CREATE INDEX link_b ON link (b);""",
)
BOOKMARK = Table(
    "bookmark",
    """CREATE TABLE bookmark (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, document INTEGER NOT NULL, start INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '', coder TEXT NOT NULL, since INTEGER NOT NULL, CHECK (0 <= start));
CREATE INDEX bookmark_document ON bookmark (document, start);""",
)
DOCUMENT_GROUP = Table(
    "document_group",
    """CREATE TABLE document_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL,
    since INTEGER NOT NULL);""",
)
SAVED_QUERY = Table(
    "saved_query",
    """CREATE TABLE saved_query (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL,
    version INTEGER NOT NULL, coder TEXT NOT NULL, since INTEGER NOT NULL);""",
)

# a summary of theme `code` for a case, or for an interview that stands for one; the newest counts. `documents`: JSON
# list of the interviews it rests on
FRAMEWORK_CELL = Table(
    "framework_cell",
    """CREATE TABLE framework_cell (
    id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, case_ INTEGER, document INTEGER, code INTEGER NOT NULL,
    text TEXT NOT NULL, documents TEXT NOT NULL DEFAULT '[]', coder TEXT NOT NULL, since INTEGER NOT NULL,
    CHECK ((case_ IS NULL) <> (document IS NULL)));
CREATE INDEX framework_cell_place ON framework_cell (code, case_);""",
)
# a code that is no more; `target` the code it was merged into
CODE_GONE = Table(
    "code_gone",
    """CREATE TABLE code_gone (
    id INTEGER PRIMARY KEY AUTOINCREMENT, code INTEGER NOT NULL, name TEXT NOT NULL, target INTEGER,
    since INTEGER NOT NULL);""",
)

# a quote somebody has looked at before it leaves, where its segment stood then
QUOTE_LOOK = Table(
    "quote_look",
    """CREATE TABLE quote_look (
    id INTEGER PRIMARY KEY AUTOINCREMENT, segment INTEGER NOT NULL, document INTEGER NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, since INTEGER NOT NULL);
CREATE INDEX quote_look_segment ON quote_look (segment);""",
)

TABLES: tuple[Table, ...] = (
    MEMO,
    ANNOTATION,
    PARAPHRASE,
    LINK,
    BOOKMARK,
    DOCUMENT_GROUP,
    SAVED_QUERY,
    FRAMEWORK_CELL,
    CODE_GONE,
    QUOTE_LOOK,
)
