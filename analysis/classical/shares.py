# SPDX-License-Identifier: MIT
"""Counts of successes: exact and score tests of a share with its intervals, the difference of two shares.

Through statsmodels and scipy, with the rules of R's `binom.test` and `prop.test`. For a trend see `tables`.
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.tables import chi_square


def paired_difference(gained: int, lost: int, n: int, level: float = 0.95) -> Test:
    """The share after less the share before, (gained − lost)/n, of n pairs; statistic and p are those of no test.

    Parameters
    ----------
    gained, lost : int
        Pairs that say yes only the second time, and only the first time.
    n : int
        All pairs, also those that say the same both times.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        `estimate`, `low` and `high` as differences of shares, within −1 and 1; `statistic` and `p` are NaN, and all is
        NaN without pairs.

    References
    ----------
    Bonett & Price (2012), Adjusted Wald confidence interval for a difference of binomial proportions based on paired
    data, Journal of Educational and Behavioral Statistics 37: one more pair that gained and one more that lost.

    Examples
    --------
    Of 10 pairs 3 gained and 1 lost: 0.2; the interval is 2/12 ± 1.96 √((6/12 − (2/12)²)/12).

    >>> change = paired_difference(3, 1, 10)
    >>> change.estimate, round(change.low, 3), round(change.high, 3)
    (0.2, -0.222, 0.555)
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    if not n:
        return Test(np.nan, np.nan)
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    half = float(norm.ppf((1 + level) / 2)) * float(np.sqrt((up + down - (up - down) ** 2) / (n + 2)))
    return Test(np.nan, np.nan, (), (gained - lost) / n, max(up - down - half, -1.0), min(up - down + half, 1.0))


INTERVALS = ("wilson", "exact", "agresti_coull", "jeffreys", "wald")
_NAMES = {"exact": "beta", "wald": "normal"}  # what statsmodels calls them


def exact_test(x: int, n: int, p0: float = 0.5, level: float = 0.95) -> Test:
    """Exact binomial test of the share x/n against p0, with the Clopper–Pearson interval.

    Parameters
    ----------
    x, n : int
        Successes and rows, n at least 1.
    p0 : float
        The share to test against, 0-1.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        `statistic` is x, `df` (n,), `estimate` the share with its interval; p adds up all outcomes no likelier than x.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26, 404-413.

    Examples
    --------
    Of 10 all: both tails of ½, 2/2¹⁰.

    >>> exact_test(10, 10).p == 2 / 2**10
    True
    """
    from scipy.stats import binomtest  # scipy.stats, 730 ms: not at start

    found = binomtest(x, n, p0)
    low, high = interval(x, n, "exact", level)
    return Test(x, float(found.pvalue), (n,), x / n, low, high)


def score_test(x: int, n: int, p0: float = 0.5, correct: bool = True, level: float = 0.95) -> Test:
    """Chi-square test of one share with Wilson's interval, with Yates's correction of both when `correct`.

    Parameters
    ----------
    x, n : int
        Successes and rows, n at least 1.
    p0 : float
        The share to test against, between 0 and 1.
    correct : bool
        Take ½ off the distance of x from n·p0; never more than that distance.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        X² on 1 degree of freedom, p, the share and its interval within 0 and 1.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Newcombe (1998), Statistics in Medicine 17, 857-872, methods 3 and 4. As R's
    `prop.test`.

    Examples
    --------
    60 of 100 against one half: (60 − 50)²/25, and with the correction 9.5²/25.

    >>> score_test(60, 100, correct=False).statistic, score_test(60, 100).statistic
    (4.0, 3.61)
    """
    from scipy.stats import chi2, norm  # scipy.stats, 730 ms: not at start

    yates = min(0.5, abs(x - n * p0)) if correct else 0.0
    value = (abs(x - n * p0) - yates) ** 2 / (n * p0 * (1 - p0))
    z = float(norm.ppf(0.5 + level / 2))
    share, cut = x / n, z**2 / (2 * n)

    def end(sign: int) -> float:
        moved = share + sign * yates / n
        if not 0 < moved < 1 and yates:
            return 0.0 if moved <= 0 else 1.0
        root = z * np.sqrt(max(moved * (1 - moved) / n + z**2 / (4 * n**2), 0))
        return float((moved + cut + sign * root) / (1 + 2 * cut))

    low, high = max(end(-1), 0.0), min(end(1), 1.0)
    return Test(float(value), float(chi2.sf(value, 1)), (1,), share, low, high)


def interval(x: int, n: int, method: str, level: float = 0.95) -> tuple[float, float]:
    """The interval of the share x/n by one of INTERVALS. Wald's and Agresti–Coull's may pass 0 and 1.

    Parameters
    ----------
    x, n : int
        Successes and rows, n at least 1.
    method : str
        One of INTERVALS.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    low, high : float
        Shares.

    References
    ----------
    Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133.

    Examples
    --------
    No success in 10: Clopper and Pearson's upper end solves (1 − p)¹⁰ = 0.025.

    >>> low, high = interval(0, 10, "exact")
    >>> low, round(high, 4) == round(1 - 0.025 ** 0.1, 4)
    (0.0, True)
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start
    from statsmodels.stats.proportion import proportion_confint  # seconds on a slow machine: only when asked for

    if method in ("wald", "agresti_coull"):  # statsmodels cuts them at 0 and 1, which hides how poor they are there
        z = float(norm.ppf(0.5 + level / 2))
        more = n + z**2 if method == "agresti_coull" else n
        p = (x + (more - n) / 2) / more
        half = z * float(np.sqrt(p * (1 - p) / more))
        return p - half, p + half
    low, high = proportion_confint(x, n, 1 - level, _NAMES.get(method, method))
    return float(low), float(high)


def compare_shares(x: np.ndarray, n: np.ndarray, correct: bool = True, level: float = 0.95) -> Test:
    """Equality of two or more shares; for two the interval of their difference (Yates's correction when `correct`).

    Parameters
    ----------
    x, n : array (groups,)
        Successes and rows of each group, at least two groups.
    correct : bool
        Yates's correction of test and interval; used of two groups only.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        X², its degrees of freedom, p; `estimates` the shares, `estimate` the first less the second. `low` and `high` of
        that difference, within −1 and 1, are NaN of more than two groups. X² is NaN where nobody or everybody succeeds.

    References
    ----------
    As R's `prop.test`: Newcombe (1998), Statistics in Medicine 17, 873-890, methods 1 and 2.

    Examples
    --------
    >>> found = compare_shares(np.array([30, 20]), np.array([50, 50]), correct=False)
    >>> round(found.estimate, 3), round(found.statistic, 3)
    (0.2, 4.0)
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    k, share = len(x), x / n
    gap = float(share[0] - share[1])
    test = chi_square(np.array([x, n - x]), correct)
    low = high = np.nan
    if k == 2:
        yates = min(0.5, abs(gap) / float((1 / n).sum())) if correct else 0.0
        half = norm.ppf(0.5 + level / 2) * np.sqrt((share * (1 - share) / n).sum()) + yates * (1 / n).sum()
        low, high = max(gap - half, -1.0), min(gap + half, 1.0)
    return Test(test.statistic, test.p, test.df, gap, float(low), float(high), share)


def cohens_g(counts: np.ndarray, level: float = 0.95) -> Test:
    """Cohen's g = b/(b + c) − ½ of a 2×2 table whose pairs disagree b and c times.

    Parameters
    ----------
    counts : array (2, 2)
        Counts of pairs: b in the first row's second column, c in the second row's first.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        g in `estimate`, −0.5 to 0.5, with Clopper and Pearson's interval moved by ½; no statistic. All NaN where no
        pair disagrees.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 5.

    Examples
    --------
    Of 20 pairs that disagree 15 go one way: 15/20 − ½.

    >>> cohens_g(np.array([[40, 15], [5, 40]])).estimate
    0.25
    """
    low, high, share = _shares(counts, level)
    return Test(np.nan, np.nan, (), share - 0.5, low - 0.5, high - 0.5)


def discordant_odds(counts: np.ndarray, level: float = 0.95) -> Test:
    """The odds ratio b/c of matched pairs, conditional on those that disagree, with its exact interval.

    Parameters
    ----------
    counts : array (2, 2)
        As for `cohens_g`.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        b/c in `estimate`; an end without a bound is infinite; no statistic. All NaN where no pair disagrees.

    References
    ----------
    Breslow & Day (1980), Statistical Methods in Cancer Research, section 5.2: the interval of b/(b + c), as odds.

    Examples
    --------
    >>> odds = discordant_odds(np.array([[40, 15], [0, 40]]))
    >>> odds.estimate, odds.high
    (inf, inf)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high, share = (float(np.divide(one, 1 - one)) for one in _shares(counts, level))
    return Test(np.nan, np.nan, (), share, low, high)


def _shares(counts: np.ndarray, level: float) -> tuple[float, float, float]:
    b, c = int(counts[0, 1]), int(counts[1, 0])
    if not b + c:
        return np.nan, np.nan, np.nan
    return *interval(b, b + c, "exact", level), b / (b + c)
