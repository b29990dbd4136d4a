# SPDX-License-Identifier: MIT
"""Files of tables read as they are: text, workbooks, statistics files, Parquet, submissions of phones and servers."""
