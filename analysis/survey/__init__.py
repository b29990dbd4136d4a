# SPDX-License-Identifier: MIT
"""Estimates from sample surveys with the rules of R's survey package 4.4-2, on numpy arrays.

Rows are never filtered first: a domain is an array of codes (n,), −1 = outside; missing values are NaN or −1, infinite
ones are refused. Long functions take `progress` and raise Stopped between steps.
Public API (module in brackets; each name can be imported from here):
- `Design.build(n_rows, weights=, probs=, strata=, clusters=, fpc=, nest=, lonely=, adjust_domain_lonely=, pps=)`,
  `design_of_columns(columns, n_rows, lonely="adjust")` (replicates_of_columns), `degrees_of_freedom` (degrees);
  `.psu_count .strata_count .weight_ratio .dropped .notes` (design)
- `Estimates`: estimate, se, vcov, df, low, high, n, weighted_base, deff, deff_replace, psus, strata, lonely,
  weight_ratio, cv, effective_n, counts, interval, level, df_rule; arrays are (domains, k) (estimates)
- `means`, `totals` (linear) · `proportions(design, codes, k, domain, interval="logit|wald|beta|arcsine|xlogit|
  likelihood")` (proportions) · `ratios(design, num, den, domain)` (ratios) · `quantiles(design, x, p, domain, rule=,
  interval=)` (quantiles) · `covariances`, `correlations`, `alpha` (moments)
- `joint_means`, `joint_totals`, `joint_proportions`, `joint_ratios`, `contrast`, `smooth_contrast`, `ratio_of`
  (contrasts)
- `chisq(design, rows, columns, statistic="F|Chisq|Wald|adjWald|lincom|saddlepoint")`, `goodness_of_fit`, `kappa`
  (chisq)
- `ttest`, `ranktest` (mean_tests) · `holm`, `benjamini_hochberg` (many_tests)
- `number`, `category`, `interaction`, `model_matrix` (design_matrix) · `glm`, `wald_test`, `likelihood_test`,
  `predict`, `information`, `ratios_of` (glm) · `predictive_margins`, `margin_contrast` (margins) · `ordinal` (ordinal)
- `jackknife`, `half_samples`, `bootstrap`, `rescaled_bootstrap` (replicate_making) · `given_replicates`,
  `replicate_means` … (replicates)
- `post_stratify`, `rake`, `calibrate`, `trim`, `kish_effect` (calibration)
- `read_frame`, `frame_weights` (frame_weights) · `sample_size`, `allocate`, `draw_clusters`, `achieved` (sample_size)
- `agreed`, `agreed_sets`, `site_medians`, `shares_of_sites` (key_informants)

It knows no variable, label, file or project; nothing is formatted here.
"""

from analysis.survey.calibration import calibrate, kish_effect, post_stratify, rake, trim
from analysis.survey.chisq import TableTest, chisq, goodness_of_fit, kappa
from analysis.survey.contrasts import (
    contrast,
    joint_means,
    joint_proportions,
    joint_ratios,
    joint_totals,
    ratio_of,
    smooth_contrast,
)
from analysis.survey.design import Design, DesignProblem
from analysis.survey.design_matrix import category, interaction, model_matrix, number
from analysis.survey.estimates import Estimates
from analysis.survey.glm import Model, glm, information, likelihood_test, predict, ratios_of, wald_test
from analysis.survey.linear import means, totals
from analysis.survey.many_tests import benjamini_hochberg, holm
from analysis.survey.margins import margin_contrast, predictive_margins
from analysis.survey.mean_tests import MeanTest, ranktest, ttest
from analysis.survey.moments import alpha, correlations, covariances
from analysis.survey.ordinal import ordinal
from analysis.survey.proportions import proportions
from analysis.survey.quantiles import quantiles
from analysis.survey.ratios import ratios
from analysis.survey.replicate_making import bootstrap, half_samples, jackknife, rescaled_bootstrap
from analysis.survey.replicates import given_replicates, replicate_means, replicate_statistic, replicate_totals

__all__ = [
    "Design",
    "DesignProblem",
    "Estimates",
    "MeanTest",
    "Model",
    "TableTest",
    "alpha",
    "benjamini_hochberg",
    "bootstrap",
    "calibrate",
    "category",
    "chisq",
    "contrast",
    "correlations",
    "covariances",
    "given_replicates",
    "glm",
    "goodness_of_fit",
    "half_samples",
    "holm",
    "information",
    "interaction",
    "jackknife",
    "joint_means",
    "joint_proportions",
    "joint_ratios",
    "joint_totals",
    "kappa",
    "kish_effect",
    "likelihood_test",
    "margin_contrast",
    "means",
    "model_matrix",
    "number",
    "ordinal",
    "post_stratify",
    "predict",
    "predictive_margins",
    "proportions",
    "quantiles",
    "rake",
    "ranktest",
    "ratio_of",
    "ratios",
    "ratios_of",
    "replicate_means",
    "replicate_statistic",
    "replicate_totals",
    "rescaled_bootstrap",
    "smooth_contrast",
    "totals",
    "trim",
    "ttest",
    "wald_test",
]
