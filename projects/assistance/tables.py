# SPDX-License-Identifier: MIT
"""The tables of assistance: kept parses and sentence vectors, and the entities of interviews.

A parse follows from the text and can be made again, as vectors can; the row goes with its document, its object with
the row.
Of an entity the project holds a number, and a name only where everybody may know it (a large town, a sum); names of
people, small places and numbers, where each stands, what people corrected, and the events of cases lie under the link
key.
"""

from __future__ import annotations

from projects.store.schema import Table

PARSE = Table(
    "parse",
    """CREATE TABLE parse (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, digest TEXT NOT NULL, pipeline TEXT NOT NULL,
    parse_ref TEXT NOT NULL);
CREATE INDEX parse_document ON parse (document);""",
    forgettable=True,
)

SENTENCE_VECTORS = Table(
    "sentence_vectors",
    """CREATE TABLE sentence_vectors (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, encoder TEXT NOT NULL, vectors_ref TEXT NOT NULL);
CREATE INDEX sentence_vectors_document ON sentence_vectors (document);""",
    forgettable=True,
)

# what mark a place should have, by a person: a test sentence for the rules of a code
RULE_TEST = Table(
    "rule_test",
    """CREATE TABLE rule_test (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, digest TEXT NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, code INTEGER NOT NULL, mark TEXT NOT NULL, coder TEXT NOT NULL);
CREATE INDEX rule_test_document ON rule_test (document);
CREATE INDEX rule_test_code ON rule_test (code);""",
)

ENTITY = Table(
    "entity",
    """CREATE TABLE entity (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL DEFAULT '',
    mentions INTEGER NOT NULL, documents INTEGER NOT NULL)""",
    forgettable=True,
)
# where places, organisations, dates, ages and sums stand as corrected, for rules, without saying which; kind "" marks
# an interview that was searched
ENTITY_SPAN = Table(
    "entity_span",
    """CREATE TABLE entity_span (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, digest TEXT NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, kind TEXT NOT NULL);
CREATE INDEX entity_span_document ON entity_span (document);""",
    forgettable=True,
)
ENTITY_NAME = Table(
    "entity_name",
    "CREATE TABLE entity_name (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, known TEXT NOT NULL, name TEXT NOT NULL)",
    forgettable=True,
)
ENTITY_MENTION = Table(
    "entity_mention",
    """CREATE TABLE entity_mention (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, digest TEXT NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, kind TEXT NOT NULL, known TEXT NOT NULL, plain TEXT NOT NULL, said TEXT NOT NULL);
CREATE INDEX entity_mention_document ON entity_mention (document);""",
    forgettable=True,
)
ENTITY_CORRECTION = Table(
    "entity_correction",
    """CREATE TABLE entity_correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, known TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('kind', 'same', 'apart', 'dropped', 'listed')),
    to_kind TEXT NOT NULL DEFAULT '', to_known TEXT NOT NULL DEFAULT '');
CREATE UNIQUE INDEX entity_correction_once ON entity_correction (kind, known, what, to_known);""",
    forgettable=True,
)

# events of a case with the time as said, and legs of its journey; `hidden`: names in them, as a JSON list
CASE_EVENT = Table(
    "case_event",
    """CREATE TABLE case_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_ INTEGER NOT NULL, document INTEGER NOT NULL, digest TEXT NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, is_leg INTEGER NOT NULL, said TEXT NOT NULL, date TEXT NOT NULL,
    quote TEXT NOT NULL, hidden TEXT NOT NULL, origin TEXT NOT NULL, destination TEXT NOT NULL, means TEXT NOT NULL,
    company TEXT NOT NULL, decided_by TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT 'open' CHECK (verdict IN ('open', 'accepted', 'rejected')));
CREATE INDEX case_event_case ON case_event (case_);
CREATE INDEX case_event_document ON case_event (document);""",
    forgettable=True,
)

TABLES: tuple[Table, ...] = (PARSE, SENTENCE_VECTORS, RULE_TEST, ENTITY, ENTITY_SPAN)
LINK_TABLES: tuple[Table, ...] = (ENTITY_NAME, ENTITY_MENTION, ENTITY_CORRECTION, CASE_EVENT)
