# SPDX-License-Identifier: MIT
"""Plain data that the source of a page reads: words, numbers, lists and names of pictures, ready for JSON."""

from __future__ import annotations

from typing import Any

PlainData = dict[str, Any]  # "kind" says how the page sets it


def safe_link(link: str) -> str:
    """The address where it is one of the web or of a mail; nothing else is ever opened from a page.

    Examples
    --------
    >>> safe_link("https://example.org"), safe_link("file:///etc/passwd")
    ('https://example.org', '')
    """
    return link if link.startswith(("https://", "http://", "mailto:")) and link.isprintable() else ""
