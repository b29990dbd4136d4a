# SPDX-License-Identifier: MIT
"""Date styles of xlsx cells, and the dates behind their numbers. It reads no cell."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from xml.parsers import expat

_BUILT_IN = frozenset((*range(14, 23), *range(45, 48)))  # ECMA-376 part 1, 18.8.30
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def date_styles(container: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell formats that show a date or time."""
    if "xl/styles.xml" not in container.namelist():
        return frozenset()
    custom: dict[int, str] = {}
    formats: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = name.rsplit(":", 1)[-1]
        if tag == "numFmt":
            custom[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            formats.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name.rsplit(":", 1)[-1] != "cellXfs"

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(container.read("xl/styles.xml"), True)
    shown = {number for number, code in custom.items() if re.search("[dmyhs]", _QUOTED.sub("", code.lower()))}
    return frozenset(place for place, number in enumerate(formats) if number in _BUILT_IN or number in shown)


def serial_text(number: str, from_1904: bool) -> str:
    """The ISO date (and time) of a serial number; the number as it stands when it is none."""
    start = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)
    try:
        moment = start + dt.timedelta(seconds=round(float(number) * 86_400))
    except (ValueError, OverflowError):
        return number
    return moment.date().isoformat() if moment.time() == dt.time(0) else moment.isoformat(sep=" ")
