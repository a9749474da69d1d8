"""Opening pictures: the header first, then every dot once, one picture at a time in a process."""

from __future__ import annotations

import threading
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from yimen.rules import file_images as rules
from yimen.rules.files import BadFile, IsBroken, Media

#: Decoding is the one thing here that takes much memory: never two at once.
_ONE = threading.Lock()
_KINDS = ("JPEG", "PNG", "WEBP")
#: The decoder's own limit, which it only warns of, gives way to ours, which says no in words.
Image.MAX_IMAGE_PIXELS = None


def check(handle: BinaryIO, media: Media) -> None:
    """Judge a picture. Raises IsBroken, TooManyPixels, IsAnimated."""
    try:
        with _ONE:
            _decode(handle, media)
    except BadFile:
        raise
    except Exception as error:  # any fault of the decoder: the picture is broken
        raise IsBroken() from error


def _decode(handle: BinaryIO, media: Media) -> None:
    handle.seek(0)
    with Image.open(handle, formats=_KINDS) as picture:
        frames = int(getattr(picture, "n_frames", 1))
        rules.check_picture(media, picture.format or "", *picture.size, frames)
        if media is Media.JPEG:
            # An eighth of the size reads every byte of the content and needs a sixty-fourth of the memory.
            picture.draft("RGB", (picture.width // 8, picture.height // 8))
        picture.load()


def preview(handle: BinaryIO) -> bytes:
    """A JPEG of at most PREVIEW dots a side, upright, without what the camera wrote (place, time, device)."""
    with _ONE, Image.open(handle, formats=_KINDS) as picture:
        picture.draft("RGB", (rules.PREVIEW, rules.PREVIEW))
        picture.thumbnail((rules.PREVIEW, rules.PREVIEW))
        upright = ImageOps.exif_transpose(picture)
        flat = Image.new("RGB", upright.size, "white")
        shown = upright.convert("RGBA")
        flat.paste(shown, mask=shown.getchannel("A"))
    made = BytesIO()
    flat.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()
