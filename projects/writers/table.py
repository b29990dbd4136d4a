# SPDX-License-Identifier: MIT
"""Table of the kinds of file that data, logs, segments and codebooks leave in, each kind in the order of file dialogs.

A row names its work, which loads when a file is written; see `docs/extending.md`.
"""

from __future__ import annotations

from analysis.file_writers import FileWriter
from projects.file_writers import (
    CodebookWriter,
    DataWriter,
    ExchangeWriter,
    LogWriter,
    SegmentWriter,
    SurveyCodebookWriter,
)

_SPSS_WORDS = "all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with"  # SPSS Command Syntax Reference, "Variable Names"
_STATA_WORDS = r"byte|double|float|if|in|int|long|using|with|strl|str\d+"  # Stata User's Guide 11.3

WRITERS: tuple[FileWriter, ...] = (
    DataWriter(
        "xlsx",
        ".xlsx",
        "projects.writers.data:write_xlsx",
        labels=True,
        reasons=True,
        several=True,
        dictionary=True,
    ),
    DataWriter("csv", ".csv", "projects.writers.data:write_csv", labels=True, reasons=True),
    DataWriter(
        "sav",
        ".sav",
        "projects.writers.data:write_sav",
        longest_name=64,
        name_signs=".@#$",
        reserved=_SPSS_WORDS,
        label_bytes=250,
        value_label_bytes=120,
    ),
    DataWriter(
        "dta",
        ".dta",
        "projects.writers.data:write_dta",
        longest_name=32,
        reserved=_STATA_WORDS,
        label_bytes=80,
        value_label_bytes=240,
        numbers_labels=True,
    ),
    DataWriter("parquet", ".parquet", "projects.writers.data:write_parquet", labels=True),
    LogWriter("xlsx", ".xlsx", "projects.datasets.export.cleaning_log_table:write_xlsx"),
    LogWriter("csv", ".csv", "projects.datasets.export.cleaning_log_table:write_csv"),
    SegmentWriter("csv", ".csv", "projects.exchange.segment_table:write_csv"),
    SegmentWriter("xlsx", ".xlsx", "projects.exchange.segment_table:write_xlsx"),
    SegmentWriter("docx", ".docx", "projects.exchange.segment_table:write_docx"),
    SurveyCodebookWriter("xlsx", ".xlsx", "projects.writers.survey_codebooks:write_xlsx"),
    SurveyCodebookWriter("csv", ".csv", "projects.writers.survey_codebooks:write_csv"),
    SurveyCodebookWriter("docx", ".docx", "projects.writers.survey_codebooks:write_docx"),
    CodebookWriter("csv", ".csv", "projects.exchange.codebook_files:write_codebook_csv", read_back=True),
    CodebookWriter("xlsx", ".xlsx", "projects.exchange.codebook_files:write_codebook_xlsx", read_back=True),
    CodebookWriter(
        "docx",
        ".docx",
        "projects.exchange.codebook_files:write_codebook_document",
        read_back=True,
        document=True,
    ),
    ExchangeWriter(
        "qdpx",
        ".qdpx",
        "projects.exchange.refi_writer:write_qdpx",
        gather="projects.exchange.exchange_content:gather_texts",  # inside the team
    ),
    ExchangeWriter(
        "qdc",
        ".qdc",
        "projects.exchange.refi_writer:write_qdc",
        gather="projects.exchange.exchange_content:gather_codes",
        codebook=True,
    ),
)
