# SPDX-License-Identifier: MIT
"""The distribution of a number: shares of rows in classes of equal width, as a table and its histogram."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.analyses.estimate_cells import estimate_cells
from analysis.analyses.row_wording import number_subtitle
from analysis.analyses.shared_options import Settings, is_sensitive
from analysis.declarations.conditions import key_of
from analysis.records import Kind, Variable
from analysis.result_tables import Chart, Column, FigureSpec, Row, TableSpec, Unit
from analysis.withholding.quantity_keys import NO_ANSWER
from wording import LANGUAGES, Labels, Text, msg
from wording.numbers import format_number

if TYPE_CHECKING:
    import numpy as np

MOST_CLASSES = 14


def histogram(
    chosen: Settings, variable: Variable, values: np.ndarray, silent: np.ndarray | None = None
) -> tuple[FigureSpec, ...]:
    """The figure, or none where there are fewer than two different values."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey import proportions  # numpy, 80 ms: not at start

    inside = values[chosen.inside & np.isfinite(values)]
    if not len(inside) or inside.min() == inside.max():
        return ()
    integers = _all_whole(variable, values)
    edges = _edges(chosen, variable, values, inside, integers)
    if len(set(edges)) < len(edges):  # the values lie closer than numbers of their size are told apart
        return ()
    codes = np.where(np.isfinite(values), np.searchsorted(edges, values, side="right") - 1, -1)
    classes = len(edges) - 1
    codes = np.clip(codes, -1, classes - 1)
    codes = codes if silent is None else np.where(silent, classes, codes)
    result = proportions(
        chosen.study.design,
        codes,
        classes + (silent is not None),
        chosen.total_domain,
        level=chosen.level,
        domains=1,
        covariance=False,
        progress=chosen.progress,
    )
    cells = estimate_cells(
        result,
        unit=Unit.SHARE,
        decimals=0,
        infers=chosen.infers,
        weights_one=chosen.study.weights_one,
        population=chosen.study.design.names_population,
        counts=result.counts,
        keys=[_keys(chosen, variable, edges, silent is not None)],
    )[0]
    names: list[Text] = [_class_name(edges[at], edges[at + 1], integers) for at in range(classes)]
    names += [] if silent is None else [msg("answer.none_given")]
    rows = tuple(Row(f"b{at}", name, (cell,)) for at, (name, cell) in enumerate(zip(names, cells, strict=True)))
    n = int(result.n.max())
    of_all = "" if silent is not None else chosen.cell_key("answered", variable.id, None)
    column = Column("share", msg("column.share"), base=n, show=("estimate",), key=of_all)
    title = chosen.title or msg("title.number", variable=variable.labels)
    table = TableSpec(
        f"histogram-{variable.id}", title, number_subtitle(chosen, n, asked=silent is not None), None, (column,), rows,
        base=n, sensitive=is_sensitive(variable), level=chosen.level,
    )  # fmt: skip
    return (FigureSpec(f"{table.id}-figure", table, Chart.HISTOGRAM, title, axis=variable.labels, width_mm=120.0),)


def _all_whole(variable: Variable, values: np.ndarray) -> bool:
    """Whether a class names its last value: of whole numbers, also those of a sum, which is not stored as such."""
    import numpy as np  # numpy, 80 ms: not at start

    finite = values[np.isfinite(values)]
    return variable.kind is Kind.INTEGER or bool((finite == np.floor(finite)).all())


def _edges(chosen: Settings, variable: Variable, values: np.ndarray, inside: np.ndarray, whole: bool) -> list[float]:
    """Edges of the classes that somebody is between.

    Some rows are counted in the classes of all rows: sheets of sites can be compared, and classes of other widths would
    let a reader subtract what was withheld. A condition on the number itself has classes of its own.
    """
    import numpy as np  # numpy, 80 ms: not at start

    low, high = float(inside.min()), float(inside.max())
    own = any(part.startswith(f"{variable.id}=") for part in chosen.where_keys)
    every = inside if own else values[np.isfinite(values)]
    edges = class_edges(float(every.min()), float(every.max()), whole)
    first, last = (int(np.searchsorted(edges, end, side="right")) - 1 for end in (low, high))
    return edges[max(first, 0) : min(last, len(edges) - 2) + 2]


def _keys(chosen: Settings, variable: Variable, edges: list[float], silent: bool) -> list[str]:
    """Keys of the classes: a class of one site is a part of the same class of all sites."""
    ends = zip(edges, edges[1:], strict=False)
    classes = [{"variable": variable.id, "from": low, "to": high, "below": True} for low, high in ends]
    base = "asked" if silent else "answered"
    made = [chosen.cell_key(base, key_of(one), None) for one in classes]
    return [*made, *([chosen.cell_key(base, f"{variable.id}={NO_ANSWER}", None)] if silent else [])]


def class_edges(low: float, high: float, whole: bool) -> list[float]:
    """Edges of at most 14 classes of a round width; of whole numbers the width is whole.

    Examples
    --------
    >>> edges = class_edges(18, 60, whole=True)
    >>> edges[:3], edges[-1]
    ([15.0, 20.0, 25.0], 65.0)
    """
    raw = (high - low + whole) / MOST_CLASSES
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if raw <= power * factor * (1 + 1e-9))
    step = max(step, 1.0) if whole else step
    first = math.floor(low / step) * step
    count = math.floor((high - first) / step) + 1
    return [round(first + at * step, 12) for at in range(count + 1)]


def _class_name(low: float, high: float, whole: bool) -> Labels:
    last = high - 1 if whole else high
    decimals = 0 if whole or high - low >= 1 else max(0, -math.floor(math.log10(high - low)))
    ends = (low,) if whole and high - low <= 1 else (low, last)
    return Labels({lang: "–".join(format_number(end, lang, decimals) for end in ends) for lang in LANGUAGES})
