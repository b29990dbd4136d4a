# SPDX-License-Identifier: MIT
"""The schema of a database file: making it, taking an older one forward in one transaction, refusing a newer one."""

from __future__ import annotations

import hashlib
import uuid

from projects.store.model import Model
from projects.store.ports import Connection
from projects.store.problems import DamagedProject, NewerVersion
from projects.store.schema import (
    FORMAT_VERSION,
    NOTE,
    OBJECT_INDEX,
    PROJECT_DDL,
    SET_NOTE,
    TABLE_NAMES,
    create_table,
    create_triggers,
    statements,
)


def create_schema(connection: Connection, model: Model, project_id: str) -> None:
    """All tables of a new database."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in statements(PROJECT_DDL):
        connection.execute(statement)
    for table in (OBJECT_INDEX, *model.tables):
        create_table(connection, table)
    _note(connection, "project", project_id)
    _note(connection, "line", str(uuid.uuid4()))
    _note(connection, "format", str(FORMAT_VERSION))
    _note(connection, "version", str(model.version))
    _note(connection, "fingerprint", fingerprint(model))
    connection.execute("COMMIT")


def stored_version(connection: Connection) -> int:
    """The schema version of an open database."""
    return int(_noted(connection, "version"))


def needs_migration(connection: Connection, model: Model) -> bool:
    """Whether the schema is of an earlier version."""
    return stored_version(connection) < model.version


def migrate(connection: Connection, model: Model, project_id: str) -> None:
    """Bring an older schema forward. Raises NewerVersion, DamagedProject (a database of another project)."""
    if _noted(connection, "project") != project_id:
        raise DamagedProject(file="project")
    version = stored_version(connection)
    if int(_noted(connection, "format")) > FORMAT_VERSION or version > model.version:
        raise NewerVersion()
    if version == model.version and _noted(connection, "fingerprint") == fingerprint(model):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(version, model.version):
            model.migrations[step](connection)
        _complete_schema(connection, model)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may have rolled back by itself
            connection.execute("ROLLBACK")
        raise


def _complete_schema(connection: Connection, model: Model) -> None:
    """Make tables that are new, and every trigger after the columns as they are now."""
    there = {row[0] for row in connection.execute(TABLE_NAMES)}
    for table in model.tables:
        if table.name not in there:
            create_table(connection, table)
        elif not table.derived:
            create_triggers(connection, table)
    _note(connection, "version", str(model.version))
    _note(connection, "fingerprint", fingerprint(model))


def fingerprint(model: Model) -> str:
    """A digest of all table definitions."""
    whole = "\n".join(f"{table.name}:{table.key}:{table.derived}:{table.ddl}" for table in model.tables)
    return hashlib.sha256(whole.encode()).hexdigest()


def _note(connection: Connection, name: str, value: str) -> None:
    connection.execute(SET_NOTE, (name, value))


def _noted(connection: Connection, name: str) -> str:
    row = connection.execute(NOTE, (name,)).fetchone()
    if row is None:
        raise DamagedProject(file="project")
    return str(row[0])
