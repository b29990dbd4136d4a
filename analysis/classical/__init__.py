# SPDX-License-Identifier: MIT
"""Classical statistics of unweighted rows, with R's defaults: tests, correlations, reliability, power.

Through scipy where it agrees with R. Each module says which R function it answers to. Numbers only: no labels.
"""
