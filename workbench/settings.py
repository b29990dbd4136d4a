# SPDX-License-Identifier: MIT
"""Preferences of this user, kept as JSON only the user can read. No project is named in it unless "recent" is on."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from wording import LANGUAGES

RECENT_KEPT = 8
IDLE_MINUTES = (1, 2, 5, 10, 15, 30)
TEXT_SCALES = (1.0, 1.15, 1.3, 1.5)


@dataclass
class WindowSettings:
    """The preferences. `language` is "" until one is chosen; `recent` is empty while `remember_recent` is off."""

    language: str = ""
    look: str = "system"
    text_scale: float = 1.0
    idle_minutes: int = 5
    remember_recent: bool = False
    recent: list[str] = field(default_factory=list)
    columns: dict[str, list[int]] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)  # of file dialogs, by kind
    geometry: str = ""
    user: str = ""

    def opened(self, folder: Path) -> None:
        """Note that a project was opened, if the user wants a list of them."""
        if self.remember_recent:
            path = str(folder)
            self.recent = [path, *(other for other in self.recent if other != path)][:RECENT_KEPT]

    def forget_recent(self) -> None:
        """Empty the list of projects."""
        self.recent, self.folders = [], {}

    def keep_place(self, folders: Mapping[str, str], geometry: bytes) -> None:
        """Keep where the window stood and, unless they are to be forgotten, the folders of the file dialogs."""
        self.folders, self.geometry = dict(folders) if self.remember_recent else {}, geometry.decode()
        self.save()

    def save(self) -> None:
        """Write the file: 0600, in one step, without the name of its user. A disk that refuses stops no work."""
        file = settings_file()
        new = file.with_suffix(".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump({name: value for name, value in asdict(self).items() if name != "user"}, stream, indent=1)
            new.replace(file)
        except OSError:
            return


def settings_file() -> Path:
    """The file of this user's settings."""
    import platformdirs  # platformdirs, 20 ms: not at start

    return Path(platformdirs.user_config_dir("protection-workbench", appauthor=False)) / "settings.json"


def load_settings() -> WindowSettings:
    """The stored settings; what is missing, unreadable or out of range takes its default."""
    try:
        stored: Any = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return WindowSettings()
    if not isinstance(stored, dict):
        return WindowSettings()
    normal = WindowSettings()
    known = {part.name for part in fields(WindowSettings)}
    kept = {name: value for name, value in stored.items() if name in known and _same_kind(value, getattr(normal, name))}
    made = WindowSettings(**kept)
    made.idle_minutes = min(max(made.idle_minutes, 1), 30)
    made.text_scale = min(max(float(made.text_scale), 0.9), 2.0)
    made.look = made.look if made.look in ("system", "light", "dark") else "system"
    made.language = made.language if made.language in LANGUAGES else ""
    if not made.remember_recent:
        made.recent, made.folders = [], {}
    return made


def _same_kind(value: object, normal: object) -> bool:
    if isinstance(normal, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return type(value) is type(normal)
