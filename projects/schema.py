# SPDX-License-Identifier: MIT
"""Schema of a project: the rooms' tables, their observers, what can be erased. Each room adds its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import projects.assistance.tables as assistance
import projects.datasets.table.tables as datasets
import projects.people.tables as consents
import projects.quotes.tables as quotes
import projects.registers.tables as registers
import projects.results.tables as results
import projects.stored_interviews.tables as interviews
import projects.transcripts.tables as transcripts
from projects.assistance.erasable import ERASABLE as ENTITY_ERASABLES
from projects.assistance.erasable import WITHDRAWALS, forget_refused
from projects.datasets.erasable import ERASABLE as ROW_ERASABLES
from projects.identifiers.link_key_storage import reconcile_all
from projects.interviews.cases import complete_records
from projects.interviews.erasable import ERASABLE as DOCUMENT_ERASABLES
from projects.migrations import MIGRATIONS
from projects.pages.erasable import ERASABLE as PICTURE_ERASABLES
from projects.people.erasable import ERASABLE as PERSON_ERASABLES
from projects.results.coded_rows import coded_column
from projects.search import index
from projects.search.index import SOURCES
from projects.store.model import Model
from projects.store.schema import SETTINGS, Table

if TYPE_CHECKING:
    from projects.store.ports import Transaction

ROOMS = (datasets, registers, interviews, transcripts, quotes, consents, results, assistance)


def _reconcile(transaction: Transaction) -> None:
    reconcile_all(transaction)
    forget_refused(transaction)


def _gathered(name: str) -> tuple[Table, ...]:
    return tuple(table for room in ROOMS for table in getattr(room, name, ()))


TABLES: tuple[Table, ...] = (SETTINGS, *_gathered("TABLES"), *index.TABLES)
LINK_TABLES: tuple[Table, ...] = _gathered("LINK_TABLES")

ERASABLES = (*PERSON_ERASABLES, *DOCUMENT_ERASABLES, *ENTITY_ERASABLES, *ROW_ERASABLES, *PICTURE_ERASABLES)
OBSERVERS = tuple(observer for room in ROOMS for observer in getattr(room, "OBSERVERS", ()))

MODEL = Model(
    tables=TABLES,
    link_tables=LINK_TABLES,
    observers=(*OBSERVERS, WITHDRAWALS, index.observer(SOURCES)),
    erasables=ERASABLES,
    migrations=MIGRATIONS,
    joined_columns={"codes": coded_column},
    reconcile=_reconcile,
    complete=complete_records,
)
