# SPDX-License-Identifier: MIT
"""Reading settings of a data set: the missing marks its file was read with, so that newer exports are read alike.

A data set of before there were such settings was read without marks, and keeps that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from projects.importing.options import ImportOptions
from projects.store.ports import Reader
from projects.store.schema import stored_setting

if TYPE_CHECKING:
    from projects.store.ports import Transaction

READING = "data.reading"  # setting: data set → how its files are read


def kept_options(project: Reader, data_set: str) -> ImportOptions:
    """How the files of a data set are read."""
    stored = _stored(project).get(data_set)
    return ImportOptions(missing={}) if stored is None else ImportOptions(**stored)


def keep_options(transaction: Transaction, data_set: str, kept: Mapping[str, object]) -> None:
    """Keep how a data set is read."""
    transaction.set_setting(READING, {**_stored(transaction), data_set: kept})


def _stored(project: Reader) -> dict[str, Any]:
    return stored_setting(project, READING, {})
