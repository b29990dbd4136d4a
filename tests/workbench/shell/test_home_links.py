# SPDX-License-Identifier: MIT
"""Links of the start page: the tutorial stands beside the sample study that it uses."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wording import msg
from workbench.commands import Command, MenuSection
from workbench.shell.home import HomePage


def test_the_start_page_leads_to_the_tutorial(qtbot: QtBot) -> None:
    """Who had opened the sample study found no word of it but in the menu Help."""
    run: list[str] = []

    def command(name: str) -> Command:
        return Command(name, msg("window.command.help.tutorial"), lambda: run.append(name), MenuSection.HELP)

    home = HomePage(*(command(name) for name in ("new", "open", "forget", "tutorial")), None, None)
    qtbot.addWidget(home)
    home.show()
    assert home.tutorial.isVisible()
    assert "Tutorial" in home.tutorial.text()
    home.tutorial.click()
    assert run == ["tutorial"]
