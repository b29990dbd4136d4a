# SPDX-License-Identifier: MIT
"""Commands that need a checkout refuse an installed program in one sentence and stay silent about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.cli import checkout, entry


@pytest.mark.parametrize("command", ["goldens", "bench", "nasty", "shots"])
def test_installed_program_says_that_the_command_needs_a_checkout(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    assert entry.main([command, str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert f"{command} works only from a checkout" in said
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_checkout_is_recognised() -> None:
    checkout.require_checkout("goldens")


def test_pictures_of_one_language_look_and_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("workbench.shots.take_shots", lambda *given: asked.append(given) or [tmp_path])
    one = ["shots", str(tmp_path), "--size", "910x512", "--language", "fr", "--look", "dark", "--room", "data"]
    assert entry.main(one) == 0
    assert asked.pop() == (tmp_path, ("fr",), ("dark",), ["data"], (910, 512))
    assert entry.main(["shots", str(tmp_path)]) == 0
    assert asked.pop() == (tmp_path, ("en", "fr"), ("light", "dark"), [], None)
    assert entry.main(["shots", str(tmp_path), "--room", "home"]) == 0
    assert asked.pop()[3] == ["home"]
    assert entry.main(["shots", str(tmp_path), "--room", "cellar"]) == 2
    assert "cellar" in capsys.readouterr().err
    assert not asked
