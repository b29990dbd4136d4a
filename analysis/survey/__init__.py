# SPDX-License-Identifier: MIT
"""Estimates from sample surveys with the rules of R's survey package 4.4-2, on numpy arrays.

Public API (each in the module named):
- `Design.build(n_rows, weights=, probs=, strata=, clusters=, fpc=, nest=, lonely=, adjust_domain_lonely=)`,
  `Design.from_columns(columns, n_rows, lonely="adjust")` (design)
- `Estimates`: estimate, se, vcov, df, low, high, n, weighted_base, deff, deff_replace, psus, strata, lonely,
  weight_ratio, cv, effective_n; arrays are (domains, k) (estimates)
- `means`, `totals` of X (n, k) with NaN missing, over domains (n,) of codes, −1 = outside (linear)
- `proportions(design, categories (n,), k, domain, interval="logit|wald|beta|arcsine|xlogit|likelihood")` (proportions)

It knows no variable, label, file or project; nothing is formatted here.
"""

from analysis.survey.design import Design, DesignProblem
from analysis.survey.estimates import Estimates
from analysis.survey.linear import means, totals
from analysis.survey.proportions import proportions

__all__ = ["Design", "DesignProblem", "Estimates", "means", "proportions", "totals"]
