# SPDX-License-Identifier: MIT
"""Pictures as a page takes them: without the camera's metadata, no larger than print needs."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from wording import Problem, msg

PICTURE_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}  # by the ending of the name
LARGEST_FILE = 20_000_000  # bytes
MOST_PIXELS = 2400  # on the longer side: 300 dpi over the width of a page


class PictureProblem(Problem):
    """A file that is no picture a page can take."""


def read_picture(path: Path) -> tuple[bytes, str]:
    """The picture of a file as png or jpeg, without metadata, and which of them."""
    from PIL import Image  # PIL, 20 ms: not at start

    kind = PICTURE_KINDS.get(path.suffix.lower(), "")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PictureProblem(msg("picture.too_large", file=path.name))
        if kind:
            return plain_picture(path.read_bytes(), kind), kind
    except Image.DecompressionBombError:  # few bytes that unfold to more pixels than memory holds
        raise PictureProblem(msg("picture.too_large", file=path.name)) from None
    except (OSError, ValueError, SyntaxError):
        pass
    raise PictureProblem(msg("picture.none", file=path.name))


def plain_picture(data: bytes, kind: str) -> bytes:
    """Give a png or jpeg without metadata (place, camera, author), scaled down where it is larger than print needs."""
    from PIL import Image, ImageOps  # PIL, 20 ms: not at start

    with Image.open(io.BytesIO(data)) as opened:
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
        clean = picture.convert("RGB" if kind == "jpeg" else "RGBA")
        stream = io.BytesIO()
        if kind == "jpeg":
            clean.save(stream, "JPEG", quality=90)
        else:
            clean.save(stream, "PNG")
    return stream.getvalue()


def page_file(data: bytes, kind: str) -> bytes:
    """The picture as SVG text: the page's compiler takes files of text only."""
    if kind == "svg":
        return data
    from PIL import Image  # PIL, 20 ms: not at start

    clean = plain_picture(data, kind)
    with Image.open(io.BytesIO(clean)) as picture:
        wide, high = picture.size
    inside = base64.b64encode(clean).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" xlink:href="data:image/{kind};base64,{inside}"/></svg>'
    ).encode("ascii")
