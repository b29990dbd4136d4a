# SPDX-License-Identifier: MIT
"""`./run shots`: drives the real window through its views and takes a picture of each, in both looks and languages.

It works on a project of its own in a temporary folder.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from projects.store.cleartext_sources import CleartextSource
from wording import DEFAULT_LANGUAGE, LANGUAGES, Problem, msg
from workbench.project_opening import Reading
from workbench.session import Session
from workbench.settings import WindowSettings
from workbench.shell import unlock
from workbench.shell.window import SIZE, MainWindow
from workbench.theme import ColourScheme, apply_theme
from workbench.translation import use_language
from workbench.widgets.banner import reading_offer
from workbench.workspace import TourStep
from workbench.workspaces import HOME

LOOKS = (ColourScheme.LIGHT, ColourScheme.DARK)
_PASSPHRASE = "meadow kettle orbit violin"  # noqa: S105 - of a project that lives for a minute
_MOMENT = dt.datetime(2026, 11, 24, 14, 30)
_SETTLE_S, _PATIENCE_S = 0.25, 240.0
_LOOKS = 4  # at rest so often in a row: what was just answered is laid out in turns of its own

Step = tuple[TourStep, bool]


def take_shots(
    folder: Path,
    languages: Sequence[str] = LANGUAGES,
    looks: Sequence[ColourScheme] = LOOKS,
    rooms: Sequence[str] = (),
    size: tuple[int, int] | None = None,
) -> list[Path]:
    """Take a picture of every view (or of these `rooms` only, such as "home"), as `NAME-LOOK-LANGUAGE.png` in `folder`.

    The window has the `size` it opens with, 1366 × 768, or another in pixels. Returns the files; fails as `see_views`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []

    def take(window: MainWindow, name: str) -> None:
        files.append(folder / f"{name}-{window.settings.look}-{window.settings.language}.png")
        window.grab().save(str(files[-1]))

    see_views(take, languages, looks, rooms, size)
    return files


def see_views(
    seen: Callable[[MainWindow, str], object],
    languages: Sequence[str] = LANGUAGES,
    looks: Sequence[ColourScheme] = LOOKS,
    rooms: Sequence[str] = (),
    size: tuple[int, int] | None = None,
) -> None:
    """Go through the views as they are pictured; `seen` is called with the window and a view's name once it is at rest.

    Raises Problem, naming the view, when one does not become ready, and a bug of a view as it is.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from workbench.app import make_application  # more of the program: not at start

    application = make_application()
    use_language(languages[0])
    apply_theme(application, looks[0])
    with tempfile.TemporaryDirectory() as place:
        session = Session()
        window = MainWindow(session, WindowSettings(look=str(looks[0]), language=languages[0]))
        window.resize(*(size or SIZE))
        window.idle.idle.disconnect()  # nobody touches the window, and the tour takes longer than a rest may
        window.retheme()
        window.show()
        bugs: list[BaseException] = []
        session.bug.connect(bugs.append)
        guide = _Guide(window, seen, _script(window, Path(place), languages, looks, rooms), bugs)
        application.exec()
    if guide.failed:
        if bugs:
            raise bugs[0]
        raise Problem(msg("cli.shots_not_ready", view=guide.failed))


class _Guide(QObject):
    """Does one step after another as the event loop comes round; shows the view once it is at rest."""

    def __init__(
        self,
        window: MainWindow,
        seen: Callable[[MainWindow, str], object],
        script: Iterator[Step],
        bugs: list[BaseException],
    ) -> None:
        super().__init__(window)
        self.failed = ""
        self._window, self._seen, self._script, self._bugs = window, seen, script, bugs
        self._step: Step | None = None
        self._since, self._rested = 0.0, 0
        self._timer = QTimer(self, interval=25)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if self._step is not None:
            waited = time.monotonic() - self._since
            session = self._window.session
            rest = waited > _SETTLE_S and session.waiting == 0 and self._step[0].ready()
            if self._bugs or waited > _PATIENCE_S:
                self.failed = self._step[0].name
                self._end()
                return
            self._rested = self._rested + 1 if rest else 0
            if self._rested < _LOOKS:
                return
            if self._step[1]:
                self._seen(self._window, self._step[0].name)
        self._step = next(self._script, None)
        if self._step is None:
            self._end()
            return
        self._step[0].act()
        self._rested = 0
        self._since = time.monotonic()  # after the act: dressing anew can take longer than the rest

    def _end(self) -> None:
        self._timer.stop()
        self._window.close()


def _script(
    window: MainWindow, place: Path, languages: Sequence[str], looks: Sequence[ColourScheme], rooms: Sequence[str]
) -> Iterator[Step]:
    outside = not rooms
    if outside:
        yield from _each(window, languages, looks, _outside(window))
    elif HOME.id in rooms:
        yield from _each(window, languages, looks, [step for step in _outside(window) if step.name == HOME.id])
    yield TourStep("open", lambda: _open_project(window, place), lambda: _opened(window)), False
    if outside or HOME.id in rooms:
        yield from _each(window, languages, looks, [_overview(window)])
    for room in list(window.rooms):
        if outside or room in rooms:
            yield TourStep(room, partial(window.show_room, room)), False
            yield from _each(window, languages, looks, window.rooms[room].tour(), room)
    if outside:
        yield from _each(window, languages, looks, _around(window))
        yield TourStep("lock", window.project.lock), False
        yield from _each(window, languages, looks, [TourStep("unlock", lambda: None)])


def _each(
    window: MainWindow,
    languages: Sequence[str],
    looks: Sequence[ColourScheme],
    tour: Sequence[TourStep],
    room: str = "",
) -> Iterator[Step]:
    for step in tour:
        for language in languages:
            for look in looks:
                yield TourStep(step.name, partial(_turn, window, step, language, look, room), step.ready), True


def _turn(window: MainWindow, step: TourStep, language: str, look: ColourScheme, room: str) -> None:
    if (window.settings.language, window.settings.look) != (language, str(look)):
        window.settings.language, window.settings.look = language, str(look)
        window.set_language(language)
        window.apply_colours()
    if room:
        window.show_room(room)
    step.act()


def _outside(window: MainWindow) -> list[TourStep]:
    def fill() -> None:
        window.show_page("new")
        page = window.new_page
        page.name.setText("Three sites 2026")
        page.place.setText("Documents")
        page.first.setText(_PASSPHRASE)
        page.second.setText(_PASSPHRASE)
        page.strength.weigh(_PASSPHRASE)

    return [
        TourStep("home", lambda: window.show_page("home")),
        TourStep("new", fill),
        TourStep("settings", lambda: window.show_page("settings")),
        TourStep("shortcuts", lambda: window.show_page("shortcuts")),
        TourStep("about", lambda: window.show_page("about")),
        TourStep("restore", lambda: window.show_page("restore")),
        TourStep("receive", lambda: window.show_page("receive")),
    ]


def _overview(window: MainWindow) -> TourStep:
    """Home while a project is open."""
    return TourStep("overview", lambda: window.show_page("home"), lambda: window.overview.found is not None)


def _around(window: MainWindow) -> list[TourStep]:
    def search() -> None:
        window.table.run("view.find.palette")

    def read_only() -> None:
        window.palette_list.leave()
        held = msg("store.in_use_by", user="Marie", machine="field-laptop-2", since=_MOMENT)
        window.reading.show_message(Reading(held, _MOMENT).sentence(), reading_offer(lambda: None))

    def sources() -> None:
        window.reading.clear()
        window.sources.sources = [CleartextSource(Path("Downloads") / f"interview {n}.docx", 0, 0) for n in (1, 2)]
        window.sources.ask()

    return [
        TourStep("palette", search, lambda: window.palette_list.isVisible()),
        TourStep("reading", read_only),
        TourStep("sources", sources),
    ]


def _open_project(window: MainWindow, place: Path) -> None:
    session = window.session
    if unlock.has_sample():
        folder = place / "Sample.pwb"
        session.job(
            "sample", lambda progress: unlock.build(folder, progress), lambda words: session.open(folder, words)
        )
        return
    session.create(
        place / "Three sites.pwb",
        _PASSPHRASE,
        name="Three sites 2026",
        language=DEFAULT_LANGUAGE,
        user="AB",
        done=lambda _folder: _name_points(session),
    )


def _name_points(session: Session) -> None:
    session.change(lambda project: project.checkpoint("before recoding"))
    session.change(lambda project: project.checkpoint("first draft"))


def _opened(window: MainWindow) -> bool:
    return window.session.is_open and bool(window.rooms) and not window.building and not window.session.jobs
