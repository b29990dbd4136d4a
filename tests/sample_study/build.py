# SPDX-License-Identifier: MIT
"""Writes the files of the fictitious sample study: `python -m tests.sample_study.build [FOLDER]`.

Two runs give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.sample_study.documents import write_docx, write_odt, write_srt
from tests.sample_study.export import write_data
from tests.sample_study.registers import write_registers
from tests.sample_study.workbooks import write_form

SOURCES = Path(__file__).resolve().parent / "texts"
SHIPPED = Path(__file__).resolve().parents[2] / "workbench" / "sample_files"


def build(folder: Path) -> list[Path]:
    """Write the twelve files into `folder` (made if absent); the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    write_form(folder / "protection_assessment_form.xlsx")
    write_data(folder / "protection_assessment_data.xlsx")
    write_registers(folder)
    texts = {source.stem: source.read_text(encoding="utf-8") for source in SOURCES.glob("*.txt")}
    first, second, fourth = "interview_01_woman_site_a", "interview_02_femme_site_b", "interview_04_social_worker"
    write_docx(folder / f"{first}.docx", texts[first], "en", "Interview 1 (fictitious)")
    write_odt(folder / f"{second}.odt", texts[second], "fr", "Entretien 2 (fictif)")
    write_srt(folder / f"{fourth}.srt", texts[fourth])
    for name in ("focus_group_03_hommes_site_c.txt", "codebook.csv", "analysis_plan.csv", "frame_sheet.csv"):
        (folder / name).write_bytes((SOURCES / name).read_bytes())
    return sorted(
        path for path in folder.iterdir() if path.suffix in (".xlsx", ".docx", ".odt", ".txt", ".srt", ".csv")
    )


def main() -> int:
    """Build into the folder named, or where the program ships them."""
    parser = argparse.ArgumentParser(description="Build the files of the fictitious sample study.")
    parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)
    for path in build(parser.parse_args().folder):
        print(path.name, path.stat().st_size)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
