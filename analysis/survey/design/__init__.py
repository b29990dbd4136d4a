# SPDX-License-Identifier: MIT
"""The sample design: stages, sampling units, degrees of freedom.

Public: `sample_design.Design`, `stages`, `degrees_of_freedom`.
"""
