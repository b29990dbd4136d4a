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
