# SPDX-License-Identifier: MIT
"""A small invented household survey as a frame: 3 strata, 24 clusters, weights, a set, a number, reasons of absence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.records import (
    Choice,
    DataTable,
    DesignRoles,
    Frame,
    Kind,
    Level,
    Reason,
    RowOrigin,
    SampleColumns,
    Variable,
)
from wording import Labels

ROWS = 480


def _labels(en: str, fr: str) -> Labels:
    return Labels({"en": en, "fr": fr})


def _choices(*names: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{at}", en.lower(), _labels(en, fr)) for at, (en, fr) in enumerate(names, start=1))


SEX = _choices(("Woman", "Femme"), ("Man", "Homme"))
SITE = _choices(("Site A", "Site A"), ("Site B", "Site B"), ("Site C", "Site C"))
SAFE = (*_choices(("Safe", "Sûr"), ("Not safe", "Pas sûr"), ("Very unsafe", "Très peu sûr")),)
SAFE = (*SAFE, Choice("c9", "dk", _labels("Don't know", "Ne sait pas"), Reason.DONT_KNOW))
CONCERNS = _choices(("Lighting", "Éclairage"), ("Theft", "Vol"), ("Land", "Foncier"), ("Rare", "Rare"))


def _variables() -> tuple[Variable, ...]:
    return (
        Variable("v1", "sex", _labels("Sex of head", "Sexe du chef"), Kind.ONE, Level.NOMINAL, choices=SEX),
        Variable("v2", "site", _labels("Site", "Site"), Kind.ONE, Level.NOMINAL, choices=SITE),
        Variable("v3", "safe", _labels("Feeling safe", "Sécurité"), Kind.ONE, Level.ORDINAL, choices=SAFE),
        Variable("v4", "concern", _labels("Concerns", "Risques"), Kind.SET, Level.SET, choices=CONCERNS),
        Variable("v5", "size", _labels("Household size", "Taille du ménage"), Kind.INTEGER, Level.INTERVAL),
        Variable("v6", "income", _labels("Income", "Revenu"), Kind.NUMBER, Level.INTERVAL),
    )


def make_frame(how: RowOrigin = RowOrigin.PROBABILITY, seed: int = 7, rows: int = ROWS) -> Frame:
    """The survey; the same for the same seed."""
    draw = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(24), rows // 24)
    stratum = cluster // 8
    sex = draw.choice(2, rows, p=[0.6, 0.4])
    safe = np.array([draw.choice(3, p=p) for p in np.array([[0.5, 0.3, 0.2], [0.25, 0.4, 0.35]])[sex]])
    reasons = {f"v{at}": np.zeros(rows, dtype=np.int8) for at in range(1, 7)}
    reasons["v3"][:9], reasons["v3"][9:15], reasons["v3"][15:18] = Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING
    reasons["v4"][20:30] = Reason.NOT_ASKED
    reasons["v5"][40:44] = Reason.MISSING
    data = pd.DataFrame({"v1": _category(sex, 2), "v2": _category(stratum, 3), "v3": _category(safe, 3)})
    data.loc[reasons["v3"] > 0, "v3"] = None
    for at, share in enumerate((0.6, 0.4, 0.15, 0.006), start=1):
        chosen = pd.array(draw.random(rows) < share, dtype="boolean")
        chosen[reasons["v4"] > 0] = pd.NA
        data[f"v4.c{at}"] = chosen
    data["v5"] = np.where(reasons["v5"] > 0, np.nan, draw.poisson(4, rows) + 1.0)
    data["v6"] = np.round(draw.lognormal(5, 0.6, rows), 2)
    weight = np.array([10.0, 20.0, 40.0])[stratum] * draw.uniform(0.8, 1.2, rows)
    table = DataTable("t1", "households", _labels("Households", "Ménages"), "household", how, _variables(), rows,
                      DesignRoles())  # fmt: skip
    design = SampleColumns(weight, stratum.astype(np.int64), cluster.reshape(-1, 1).astype(np.int64), None)
    return Frame(table, data, reasons, np.arange(rows), design)


def _category(codes: np.ndarray, count: int) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, [f"c{at + 1}" for at in range(count)])


@pytest.fixture(scope="module")
def frame() -> Frame:
    """A probability sample."""
    return make_frame()


@pytest.fixture(scope="module")
def interviewed() -> Frame:
    """The same rows as a purposive selection."""
    return make_frame(RowOrigin.PURPOSIVE)
