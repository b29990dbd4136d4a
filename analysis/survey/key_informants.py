# SPDX-License-Identifier: MIT
"""Key informant answers aggregated by site: never "% of people", always sites, with "don't know" apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

NO_ANSWER, NO_CONSENSUS = -1, -2
SetRule = Literal["any", "half", "all"]


@dataclass(frozen=True)
class SiteAnswers:
    """Per site (s,): the answer agreed on (`NO_ANSWER`, `NO_CONSENSUS` or a code), informants who gave an answer,
    those who said "don't know", and the share of the answers that back the one agreed on."""

    answer: np.ndarray
    answered: np.ndarray
    dont_know: np.ndarray
    backing: np.ndarray


def agreed(
    answers: np.ndarray, sites: np.ndarray, site_count: int, k: int, dont_know: np.ndarray | None = None
) -> SiteAnswers:
    """The commonest answer of each site's informants; a tie for the first place is no consensus.

    Parameters
    ----------
    answers : array (n,)
        Codes 0 … k − 1 of informants, −1 = none.
    sites : array (n,)
        Codes of their sites, −1 = none.
    site_count, k : int
        Number of sites and of answers.
    dont_know : array (n,) of bool or None
        Informants who said "don't know": no answer, counted apart.

    Returns
    -------
    SiteAnswers
        Arrays by site.

    Examples
    --------
    Two of three say 1 in the first site; in the second they are tied.

    >>> found = agreed(np.array([1, 1, 0, 0, 1]), np.array([0, 0, 0, 1, 1]), 2, 2)
    >>> found.answer.tolist(), found.backing.round(2).tolist()
    ([1, -2], [0.67, nan])
    """
    answers, sites = np.asarray(answers), np.asarray(sites)
    unsure = np.zeros(len(answers), dtype=bool) if dont_know is None else np.asarray(dont_know, dtype=bool)
    given = (answers >= 0) & (sites >= 0) & ~unsure
    table = np.zeros((site_count, k), dtype=int)
    np.add.at(table, (sites[given], answers[given]), 1)
    most = table.max(axis=1, initial=0)
    tied = (table == most[:, None]).sum(axis=1) > 1
    answered = table.sum(axis=1)
    answer = np.where(answered == 0, NO_ANSWER, np.where(tied, NO_CONSENSUS, table.argmax(axis=1) if k else NO_ANSWER))
    with np.errstate(divide="ignore", invalid="ignore"):
        backing = np.where(answer >= 0, most / answered, np.nan)
    unsure_here = unsure & (sites >= 0)
    return SiteAnswers(answer, answered, np.bincount(sites[unsure_here], minlength=site_count), backing)


@dataclass(frozen=True)
class SiteSets:
    """Per site and choice (s, k): whether the choice holds (False too where nobody answered: see `answered` (s,))."""

    holds: np.ndarray
    answered: np.ndarray
    share: np.ndarray


def agreed_sets(chosen: np.ndarray, sites: np.ndarray, site_count: int, rule: SetRule = "half") -> SiteSets:
    """Choices of a site from those of its informants.

    Parameters
    ----------
    chosen : array (n, k)
        1 chosen, 0 not; NaN in a row without an answer.
    sites : array (n,)
        Codes of the informants' sites, −1 = none.
    site_count : int
        Number of sites.
    rule : str
        A choice holds by "any" of its informants, at least "half", or "all".

    Returns
    -------
    SiteSets
        Arrays by site and choice; `share` 0-1 of the informants that answered.

    Examples
    --------
    >>> found = agreed_sets(np.array([[1, 0], [1, 1]]), np.array([0, 0]), 1, "all")
    >>> found.holds.tolist(), found.share.tolist()
    ([[True, False]], [[1.0, 0.5]])
    """
    chosen, sites = np.asarray(chosen, dtype=float), np.asarray(sites)
    given = (sites >= 0) & ~np.isnan(chosen).any(axis=1)
    answered = np.bincount(sites[given], minlength=site_count)
    votes = np.zeros((site_count, chosen.shape[1]))
    np.add.at(votes, sites[given], chosen[given])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = votes / answered[:, None]
    least = {"any": votes >= 1, "half": share >= 0.5, "all": votes == answered[:, None]}[rule]
    return SiteSets(least & (answered > 0)[:, None], answered, share)


def site_medians(x: np.ndarray, sites: np.ndarray, site_count: int) -> tuple[np.ndarray, np.ndarray]:
    """Median of the informants' numbers in each site.

    Parameters
    ----------
    x : array (n,)
        Numbers, NaN = none.
    sites : array (n,)
        Codes of the informants' sites, −1 = none.
    site_count : int
        Number of sites.

    Returns
    -------
    medians : array (s,)
        In the unit of the numbers; NaN where nobody gave one.
    given : array (s,) of int
        Informants who gave a number.

    Examples
    --------
    >>> medians, given = site_medians(np.array([10.0, 30.0, 5.0]), np.array([0, 0, 1]), 3)
    >>> medians.tolist(), given.tolist()
    ([20.0, 5.0, nan], [2, 1, 0])
    """
    x, sites = np.asarray(x, dtype=float), np.asarray(sites)
    given = (sites >= 0) & np.isfinite(x)
    order = np.lexsort((x[given], sites[given]))
    values, places = x[given][order], sites[given][order]
    bounds = np.searchsorted(places, np.arange(site_count + 1))
    medians = np.array(
        [np.median(values[a:b]) if b > a else np.nan for a, b in zip(bounds[:-1], bounds[1:], strict=True)]
    )
    return medians, np.diff(bounds)


@dataclass(frozen=True)
class SiteShares:
    """Sites by answer: counts (k,), and shares (k,) of sites with consensus, or of their population when weighted.

    `no_consensus`, `no_answer` count the other sites; `base` the sites the shares rest on; `without_population` those
    left out for want of a population figure; `tied_share` of sites without consensus, NaN where they are not counted.
    """

    counts: np.ndarray
    shares: np.ndarray
    base: int
    no_consensus: int
    no_answer: int
    without_population: int
    weighted: bool
    tied_share: float = float("nan")


def shares_of_sites(
    answers: SiteAnswers, k: int, population: np.ndarray | None = None, *, count_ties: bool = False
) -> SiteShares:
    """Shares of sites by agreed answer, or of the people living in such sites.

    Parameters
    ----------
    answers : SiteAnswers
        As `agreed` gives them.
    k : int
        Number of answers.
    population : array (s,) or None
        People living in each site; a site with an answer but without a figure, or with one below 0, is left out.
    count_ties : bool
        Sites without consensus are in the base, with a share of their own.

    Returns
    -------
    SiteShares
        Counts of sites and shares 0-1.

    Examples
    --------
    >>> found = agreed(np.array([0, 1, 1]), np.array([0, 1, 2]), 3, 2)
    >>> shares_of_sites(found, 2, np.array([600.0, 100.0, 300.0])).shares.tolist()
    [0.6, 0.4]
    """
    answer = np.where(answers.answer == NO_CONSENSUS, k, answers.answer) if count_ties else answers.answer
    settled = answer >= 0
    lost = 0
    weights = np.ones(len(answer))
    if population is not None:
        weights = np.asarray(population, dtype=float)
        known = np.isfinite(weights) & (weights >= 0)
        lost = int((settled & ~known).sum())
        settled = settled & known
    counts = np.bincount(answer[settled], minlength=k + 1)
    sums = np.bincount(answer[settled], weights=weights[settled], minlength=k + 1)
    total = sums.sum()
    shares = sums / total if total > 0 else np.full(k + 1, np.nan)
    return SiteShares(
        counts[:k],
        shares[:k],
        int(settled.sum()),
        int(counts[k]) if count_ties else int((answer == NO_CONSENSUS).sum()),
        int((answer == NO_ANSWER).sum()),
        lost,
        population is not None,
        float(shares[k]) if count_ties else float("nan"),
    )
