# SPDX-License-Identifier: MIT
"""The sample study, built on first use from the files shipped with the program. It is fictitious and says so."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from wording import Progress
from workbench.translation import language_of

_MODULE = "workbench.sample"


def has_sample() -> bool:
    """Whether this installation ships the sample study."""
    return importlib.util.find_spec(_MODULE) is not None


def sample_folder() -> Path:
    """Where the sample study is built."""
    import platformdirs  # platformdirs, 20 ms: not at start

    return Path(platformdirs.user_documents_path()) / "Protection Workbench sample.pwb"


def build(folder: Path, progress: Progress) -> str:
    """Build the sample study in `folder`, in the window's language, unless it is there; its passphrase is no secret."""
    sample = importlib.import_module(_MODULE)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        sample.build_sample(folder, progress, language=language_of())
    return str(sample.PASSPHRASE)


def known_passphrase(folder: Path) -> str | None:
    """The passphrase with which the project in `folder` was made, where it is the sample study: no secret."""
    if not has_sample() or folder != sample_folder():
        return None
    return str(importlib.import_module(_MODULE).PASSPHRASE)
