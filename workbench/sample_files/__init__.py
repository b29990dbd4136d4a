# SPDX-License-Identifier: MIT
"""Names the files of the fictitious sample study shipped with the program. Reads and imports none of them."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
FORM = FOLDER / "protection_assessment_form.xlsx"
DATA = FOLDER / "protection_assessment_data.xlsx"
CODEBOOK = FOLDER / "codebook.csv"
FRAME = FOLDER / "frame_sheet.csv"
PLAN = FOLDER / "analysis_plan.csv"
REGISTERS: dict[str, Path] = {  # kind of register → file
    "activities": FOLDER / "register_activities.xlsx",
    "participants": FOLDER / "register_participants.xlsx",
    "cases": FOLDER / "register_presumed_cases.xlsx",
}
INTERVIEWS: dict[Path, str] = {  # file → language of its keyword rules
    FOLDER / "interview_01_woman_site_a.docx": "en",
    FOLDER / "interview_02_femme_site_b.odt": "fr",
    FOLDER / "focus_group_03_hommes_site_c.txt": "fr",
    FOLDER / "interview_04_social_worker.srt": "en",
}
# interview → the case it belongs to, what kind of case, and what is known of it
CASES: dict[Path, tuple[str, str, dict[str, str]]] = dict(
    zip(
        INTERVIEWS,
        (
            ("P01", "person", {"site": "site_a", "sex": "woman"}),
            ("P02", "person", {"site": "site_b", "sex": "woman"}),
            ("P03", "group", {"site": "site_c", "sex": "man"}),
            ("P04", "person", {"site": "site_a"}),
        ),
        strict=True,
    )
)
NAMES: dict[Path, str] = {  # what the interviews are called in the project
    path: name
    for path, name in zip(
        INTERVIEWS,
        (
            "Interview 1 · woman, site A",
            "Entretien 2 · femme, site B",
            "Groupe 3 · hommes, site C",
            "Interview 4 · social worker",
        ),
        strict=True,
    )
}
