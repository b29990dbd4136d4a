# SPDX-License-Identifier: MIT
"""Estimates from sample surveys with the rules of R's survey package 4.4-2, on numpy arrays.

Rows are never filtered first: a domain is an array of codes (n,), −1 = outside; missing values are NaN or −1, infinite
ones are refused. Long functions take `progress` and raise Stopped between steps.
Public API (module in brackets; each name can be imported from here):
- `Design.build(n_rows, weights=, probs=, strata=, clusters=, fpc=, nest=, lonely=, adjust_domain_lonely=, pps=)`,
  `design_of_columns(columns, n_rows, lonely="adjust")` (replicates.make_replicates), `degrees_of_freedom`
  (design.degrees_of_freedom);
  `.psu_count .strata_count .weight_ratio .dropped .notes` (design.sample_design)
- `Estimates`: estimate, se, vcov, df, low, high, n, weighted_base, deff, deff_replace, psus, strata, lonely,
  weight_ratio, cv, counts, interval, level, df_rule; arrays are (domains, k) (estimates.estimate)
- `means`, `totals` (estimates.linear) · `proportions(design, codes, k, domain,
  interval="logit|wald|beta|arcsine|xlogit|
  likelihood")` (estimates.proportions) · `ratios(design, num, den, domain)` (estimates.ratios) · `quantiles(design,
  x, p, domain, rule=,
  interval=)` (estimates.quantiles) · `covariances`, `correlations`, `alpha` (estimates.covariance)
- `joint_means`, `joint_totals`, `joint_proportions`, `joint_ratios`, `contrast`, `smooth_contrast`, `ratio_of`
  (estimates.contrasts)
- `chisq(design, rows, columns, statistic="F|Chisq|Wald|adjWald|lincom|saddlepoint")`, `goodness_of_fit`, `kappa`
  (estimates.chi_square)
- `ttest`, `ranktest` (estimates.mean_tests) · `holm`, `benjamini_hochberg` (estimates.multiple_testing)
- `number`, `category`, `interaction`, `model_matrix` (models.design_matrix) · `glm`, `predict`, `information`,
  `ratios_of`, `wald_test`, `likelihood_test` (models.glm) · `predictive_margins`,
  `margin_contrast` (models.margins) · `ordinal` (models.ordinal)
- `jackknife`, `half_samples`, `bootstrap`, `rescaled_bootstrap` (replicates.make_replicates) · `given_replicates`
  (replicates.replicate_weights) · `replicate_means` … (replicates.replicate_estimates)
- `post_stratify`, `rake`, `calibrate`, `trim`, `kish_effect` (calibration.known_total_calibration)

In modules of their own: `read_sheet` (calibration.frame_sheet), `frame_weights` (calibration.sampling_weights),
`sample_size`, `allocate` (sample_size), `draw_clusters` (cluster_draw), `achieved` (achieved_sample),
`agreed`, `agreed_sets`, `site_medians`, `shares_of_sites` (key_informants).

Arrays go in and come out: variables, labels and formats belong to `analysis.analyses`.
"""

from analysis.survey.calibration.known_total_calibration import calibrate, kish_effect, post_stratify, rake, trim
from analysis.survey.design.replicate_weights import given_replicates
from analysis.survey.design.sample_design import Design, DesignProblem
from analysis.survey.estimates.chi_square import TableTest, chisq, goodness_of_fit, kappa
from analysis.survey.estimates.contrasts import (
    contrast,
    joint_means,
    joint_proportions,
    joint_ratios,
    joint_totals,
    ratio_of,
    smooth_contrast,
)
from analysis.survey.estimates.covariance import alpha, correlations, covariances
from analysis.survey.estimates.estimate import Estimates
from analysis.survey.estimates.linear import means, totals
from analysis.survey.estimates.multiple_testing import benjamini_hochberg, holm
from analysis.survey.estimates.proportions import proportions
from analysis.survey.estimates.quantiles import quantiles
from analysis.survey.estimates.ratios import ratios
from analysis.survey.models.design_matrix import category, interaction, model_matrix, number
from analysis.survey.models.glm import FittedModel, glm, information, likelihood_test, predict, ratios_of, wald_test
from analysis.survey.models.margins import margin_contrast, predictive_margins
from analysis.survey.models.mean_tests import MeanTest, ranktest, ttest
from analysis.survey.models.ordinal import ordinal
from analysis.survey.replicate_estimates import replicate_means, replicate_statistic, replicate_totals
from analysis.survey.replicates.make_replicates import bootstrap, half_samples, jackknife, rescaled_bootstrap

__all__ = [
    "Design",
    "DesignProblem",
    "Estimates",
    "MeanTest",
    "FittedModel",
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
