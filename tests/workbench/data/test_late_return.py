# SPDX-License-Identifier: MIT
"""The return after a lock comes late where the computer is busy: an import begun meanwhile stays on show."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from workbench.data import view


def test_the_late_return_after_a_lock_closes_no_import_begun_meanwhile(tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("a\n1\n", encoding="utf-8")
    begun: list[Path] = []
    for in_front in (False, True):
        page = SimpleNamespace(begin_again=lambda path, _said: begun.append(path))
        imports = SimpleNamespace(in_front=lambda in_front=in_front: in_front, begin=lambda _path: None, page=page)
        actions = SimpleNamespace(imports=imports)
        view.return_to(cast("Any", None), cast("Any", actions), {"table": "t1", "import": str(kept)})
    assert begun == [kept], "once: where nothing was begun"
