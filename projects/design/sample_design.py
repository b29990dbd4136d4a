# SPDX-License-Identifier: MIT
"""The sample design of a table's rows, inherited by child tables through their parents."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.records import DesignRoles, Kind, SampleColumns
from analysis.replicate_columns import ReplicateColumns
from projects.design.known_totals import adjustment_in_words, adjustment_of, weights_given
from projects.design.replicate_weights import own_replicates
from projects.design.within_household_selection import multiplied
from projects.store.ports import Reader
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn
from projects.stored_tables.columns import TableColumns, positions_of
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import StoredTable, current_tables, variables
from projects.stored_tables.titles import table_titles
from wording import Message, Text


@dataclass(frozen=True)
class DesignFacts:
    """What a sample is made of: "3 strata, 40 clusters, weights 0.4–2.9". Zero or None where there is no such part."""

    strata: int
    clusters: int  # of the first stage, nested where the design says so
    stages: int
    weight_low: float | None
    weight_high: float | None
    has_fpc: bool
    nested: bool
    clusters_repeat: bool  # the same cluster id stands in several strata
    incomplete: int  # rows without weight, stratum or cluster
    rows: int
    inherited_from: str | None  # id of the table that carries the design
    adjusted: Message | None = None  # known totals that the weights, as they are here, are adjusted to; or why not
    clusters_of: Text = ""  # the table above whose rows are the clusters, as none were declared


def sample_columns(project: Reader, table_id: str) -> SampleColumns:
    """The design of every stored row of a table; parts a child does not carry itself come from its parent's row.

    Rows below one row are drawn with it: where no clusters are declared, that row is their cluster.
    Codes of strata and clusters are ≥ 0; a row that lacks a stratum, cluster or weight has weight NaN. Assembled once
    per state of the journal; its arrays are read only.
    """
    return _sample_columns(current_tables(project).table(table_id))


def _sample_columns(table: StoredTable) -> SampleColumns:
    return table.once("sample_columns", lambda: _read_only(_assembled(table)), _is_small)


def _is_small(columns: SampleColumns) -> bool:
    """Whether there is room to keep them: replicate weights of a file are hundreds of columns."""
    return columns.replicates is None or columns.replicates.matrix is None


def _read_only(columns: SampleColumns) -> SampleColumns:
    parts = {name: getattr(columns, name) for name in ("weight", "strata", "clusters", "fpc")}
    views = {name: values.view() for name, values in parts.items() if values is not None}
    for values in views.values():
        values.flags.writeable = False
    return replace(columns, **views)


def _assembled(table: StoredTable) -> SampleColumns:
    source, own, parent = table.tables, table.design, table.parent
    columns = TableColumns(source, table.id)
    wanted = list(dict.fromkeys(filter(None, [own.weight, own.strata, *own.clusters, *own.fpc])))
    read = columns.read_all(variables(source, table.id, wanted)) if wanted else {}
    inherited = _inherited(parent, table) if parent is not None else SampleColumns(nested=own.nested)
    weight = _numbers(read[own.weight]) if own.weight else inherited.weight
    strata = _codes(read[own.strata]) if own.strata else inherited.strata
    clusters = _stacked([_codes(read[name]) for name in own.clusters], inherited.clusters)
    fpc = _stacked([_numbers(read[name]) for name in own.fpc], inherited.fpc)
    nested = own.nested if own.clusters or parent is None else inherited.nested
    found = _without_holes(weight, strata, clusters, fpc, nested, columns.rows)
    found = replace(found, replicates=own_replicates(table, weight, inherited))
    if not own.clusters:
        found = replace(found, clusters_of=inherited.clusters_of)
    if table.within_household is not None:
        found = multiplied(table, table.within_household, found)
    above = inherited.adjust if own.weight is None else None
    return replace(found, adjust=adjustment_of(table, columns, above))


def _inherited(parent: StoredTable, table: StoredTable) -> SampleColumns:
    above = weights_given(parent, _sample_columns(parent))
    parents = table.parents()
    if parents is None:
        return SampleColumns(nested=above.nested)
    above_ids = parent.row_ids
    at = positions_of(above_ids, parents)
    orphans = at < 0

    def followed(values: np.ndarray | None, absent: float) -> np.ndarray | None:
        if values is None:
            return None
        found = values[np.maximum(at, 0)].copy() if len(values) else np.full((len(at), *values.shape[1:]), absent)
        found[orphans] = absent
        return found

    weight = above.weight
    if weight is None and orphans.any() and (above.strata is not None or above.clusters is not None):
        weight = np.ones(len(above_ids))
    clusters, clusters_of = followed(above.clusters, -1), above.clusters_of
    if clusters is None:  # who has lost the row above is on its own
        clusters = np.where(orphans, len(above_ids) + np.arange(len(at)), at)[:, None]
        clusters_of = table_titles(parent.tables)[parent.id]
    return SampleColumns(
        followed(weight, np.nan),
        followed(above.strata, -1),
        clusters,
        followed(above.fpc, np.nan),
        above.nested,
        above.adjust,
        _followed(above.replicates, at),
        clusters_of,
    )


def _followed(replicates: ReplicateColumns | None, at: np.ndarray) -> ReplicateColumns | None:
    """The replicates of each row's parent; a row without one has no weight, so that its zeros do not count."""
    if replicates is None or replicates.matrix is None:
        return replicates
    if not len(replicates.matrix):
        return replace(replicates, matrix=np.zeros((len(at), replicates.matrix.shape[1])))
    found = replicates.matrix[np.maximum(at, 0)]
    return replace(replicates, matrix=np.where(at[:, None] < 0, 0.0, found))


def _stacked(parts: list[np.ndarray], inherited: np.ndarray | None) -> np.ndarray | None:
    return np.stack(parts, axis=1) if parts else inherited


def _numbers(column: ChunkColumn) -> np.ndarray:
    """A column as numbers, NaN where absent or not a number."""
    if column.kind in NUMBERS:
        found: np.ndarray = column.values
        return found
    if isinstance(column.values, np.ndarray):
        return np.full(len(column), np.nan)
    return np.array([_number(text) for text in column.values.to_pylist()], dtype=np.float64)


def _number(text: str | None) -> float:
    try:
        return float(text) if text is not None else float("nan")
    except ValueError:
        return float("nan")


def _codes(column: ChunkColumn) -> np.ndarray:
    """A column as whole numbers ≥ 0 that tell its values apart, -1 where absent."""
    if column.kind is Kind.ONE:
        codes = column.values.astype(np.int64)
    elif column.kind in NUMBERS or column.kind in DATES:
        codes = np.unique(column.values, return_inverse=True)[1].astype(np.int64)
    elif column.kind is Kind.SET:
        codes = np.unique(column.values, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    else:
        encoded = column.values.combine_chunks().dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(column.reasons == 0, codes, -1)


def _without_holes(
    weight: np.ndarray | None,
    strata: np.ndarray | None,
    clusters: np.ndarray | None,
    fpc: np.ndarray | None,
    nested: bool,
    rows: int,
) -> SampleColumns:
    holes = np.zeros(rows, dtype=bool)
    if strata is not None:
        holes |= strata < 0
        strata = np.maximum(strata, 0)
    if clusters is not None:
        holes |= (clusters < 0).any(axis=1)
        clusters = np.maximum(clusters, 0)
    if holes.any():
        weight = np.where(holes, np.nan, np.ones(rows) if weight is None else weight)
    return SampleColumns(weight, strata, clusters, fpc, nested)


def describe_design(project: Reader, table_id: str) -> DesignFacts:
    """The facts of the design over the rows that stay in analysis."""
    table = current_tables(project).table(table_id)
    keep = kept_rows(table.tables, table_id)
    design = weights_given(table, _sample_columns(table))
    weight = np.ones(len(keep)) if design.weight is None else design.weight
    good = keep & ~np.isnan(weight)
    strata = design.strata[good] if design.strata is not None else np.zeros(int(good.sum()), dtype=np.int64)
    first = design.clusters[good, 0] if design.clusters is not None else None
    ids = len(np.unique(first)) if first is not None else 0
    pairs = len(np.unique(np.stack([strata, first], axis=1), axis=0)) if first is not None else 0
    some = design.weight is not None and bool(good.any())
    return DesignFacts(
        strata=len(np.unique(strata)) if design.strata is not None else 0,
        clusters=pairs if design.nested else ids,
        stages=design.clusters.shape[1] if design.clusters is not None else 0,
        weight_low=float(weight[good].min()) if some else None,
        weight_high=float(weight[good].max()) if some else None,
        has_fpc=design.fpc is not None,
        nested=design.nested,
        clusters_repeat=pairs > ids,
        incomplete=int((keep & ~good).sum()),
        rows=int(keep.sum()),
        inherited_from=_carrier(table),
        adjusted=adjustment_in_words(design),
        clusters_of=design.clusters_of,
    )


def _carrier(table: StoredTable) -> str | None:
    at = table
    while at.parent is not None and at.design == DesignRoles(nested=at.design.nested):
        at = at.parent
    return at.id if at is not table else None
