# SPDX-License-Identifier: MIT
"""Files that the codebook of data tables is written to: each module holds one `SurveyCodebookWriter`."""
