# SPDX-License-Identifier: MIT
"""Opens a database file: cipher, durability and the single writer."""

from __future__ import annotations

import contextlib
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from projects.store.ports import Connection
from projects.store.problems import DamagedProject, DiskFull, EmptyDatabase, ProjectInUse, StoreProblem

LARGE_LOG = 16 * 1024 * 1024  # bytes
_PLAIN = b"SQLite format 3\x00"


def connect(path: Path, key: bytes, *, create: bool = False, journal: str = "WAL") -> Connection:
    """A connection to the database at `path` under the raw 256-bit `key`, as its only user.

    Raises EmptyDatabase, DamagedProject, ProjectInUse. `create` refuses a file that exists.
    """
    if create:
        path.touch(mode=0o600, exist_ok=False)
    elif not path.is_file():
        raise DamagedProject(file=path.name)
    elif path.stat().st_size == 0:
        raise EmptyDatabase(file=path.name)
    connection = sqlite.connect(
        str(path), timeout=0, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        _configure(connection, key, journal)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    except sqlite.Error as error:
        connection.close()
        raise database_problem(error, path.name) from error
    connection.row_factory = sqlite.Row
    opened: Connection = connection
    return opened


def _configure(connection: Connection, key: bytes, journal: str) -> None:
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for setting in (
        "cipher_log_level = NONE",
        "locking_mode = EXCLUSIVE",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "fullfsync = ON",  # of macOS, where a plain sync stops at the memory of the disk
        "temp_store = MEMORY",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "cache_size = -64000",
        # pages in the log before an action waits for their move to the database; else `move_log` does it in a pause
        "wal_autocheckpoint = 64000",
    ):
        connection.execute(f"PRAGMA {setting}")


def move_log(connection: Connection) -> bool:
    """Move the pages of a large write-ahead log into the database, and empty it; whether it was large.

    What an action stored is durable in the log: this is for the pause after it, so that no action waits for the move.
    """
    path = Path(connection.execute("PRAGMA database_list").fetchone()["file"])
    log = path.with_name(f"{path.name}-wal")
    if not log.is_file() or log.stat().st_size < LARGE_LOG:
        return False
    with contextlib.suppress(sqlite.Error):  # a full disk: the log holds all, and the next pause tries again
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return True


def assert_not_plain(path: Path) -> None:
    """Refuse to go on with a database that anybody could read. Raises DamagedProject."""
    with path.open("rb") as stream:
        if stream.read(16) == _PLAIN:
            raise DamagedProject(file=path.name)


def database_problem(error: Exception, file: str = "") -> StoreProblem:
    """The problem to show for an error of the database; anything else is a bug and stays one."""
    text = str(error)
    if "locked" in text:
        return ProjectInUse()
    if "full" in text or "disk I/O" in text:
        return DiskFull()
    if isinstance(error, sqlite.DatabaseError) and any(
        sign in text for sign in ("malformed", "not a database", "corrupt", "hmac", "unable to open")
    ):
        return DamagedProject(file=file)
    raise error
