# SPDX-License-Identifier: MIT
"""The tables of consents and of persons: references and yes or no only, never a name.

An interview's own consents stand in its row (`document.consent_…`); here are those of rows of data sets and of cases.
A person is nothing but an id that rows and interviews share; one interview may have several (a group), a row too.
"""

from __future__ import annotations

from projects.store.schema import Table

CONSENT = Table(
    "consent",
    """CREATE TABLE consent (
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_id TEXT, row_id INTEGER, case_name TEXT, what TEXT NOT NULL,
    given INTEGER NOT NULL, since INTEGER NOT NULL, CHECK (given IN (0, 1)),
    CHECK ((table_id IS NULL) = (row_id IS NULL) AND (table_id IS NULL) <> (case_name IS NULL)));
CREATE UNIQUE INDEX consent_of_row ON consent (table_id, row_id, what) WHERE table_id IS NOT NULL;
CREATE UNIQUE INDEX consent_of_case ON consent (case_name, what) WHERE case_name IS NOT NULL;""",
)
PERSON_MEMBER = Table(
    "person_member",
    """CREATE TABLE person_member (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, table_id TEXT, row_id INTEGER, document INTEGER,
    since INTEGER NOT NULL,
    CHECK ((table_id IS NULL) = (row_id IS NULL) AND (table_id IS NULL) <> (document IS NULL)));
CREATE UNIQUE INDEX person_member_row ON person_member (table_id, row_id, person) WHERE table_id IS NOT NULL;
CREATE UNIQUE INDEX person_member_document ON person_member (document, person) WHERE document IS NOT NULL;
CREATE INDEX person_member_person ON person_member (person);""",
)

TABLES: tuple[Table, ...] = (CONSENT, PERSON_MEMBER)
