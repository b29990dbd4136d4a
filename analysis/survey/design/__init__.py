# SPDX-License-Identifier: MIT
"""The sample design: stages, sampling units, degrees of freedom.

Public: `sample_design.Design`, `stages`, `replicate_weights`, `degrees_of_freedom`.
"""
