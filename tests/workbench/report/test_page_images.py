# SPDX-License-Identifier: MIT
"""Pages become pictures beside the window's thread, which never waits for that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PICTURE = """
import io
from pathlib import Path
from PySide6.QtGui import QImage
from workbench.report.preview import page_images
drawn = io.BytesIO()
import PIL.Image
PIL.Image.new("RGB", (5, 3), "#204060").save(drawn, "PNG")
(image,) = page_images([drawn.getvalue()])
print(image.width(), image.height(), image.pixelColor(4, 2).name())
print([line for line in Path("/proc/self/maps").read_text().splitlines() if "imageformats" in line])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists what a process has loaded in /proc")
def test_a_page_becomes_a_picture_without_a_plugin_of_qt() -> None:
    """Qt makes plugins under a lock: in another thread that waits for the interpreter, the window may wait for both."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", PICTURE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )  # fmt: skip
    assert done.stdout.splitlines() == ["5 3 #204060", "[]"]
