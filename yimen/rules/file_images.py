"""What a picture may be: one frame, not so large that opening it fills the memory."""

from __future__ import annotations

from .files import BadFile, IsAnimated, IsBroken, Media, TooManyPixels

#: 60 million dots: a good telephone's largest photo; 200 MB once decoded.
MOST_PIXELS = 60_000_000
#: The longer side of a preview, in dots.
PREVIEW = 1600
#: What the decoder calls each kind; telephones add a second picture to a JPEG (MPO).
FORMATS = {Media.JPEG: ("JPEG", "MPO"), Media.PNG: ("PNG",), Media.WEBP: ("WEBP",)}


def check_picture(media: Media, kind: str, width: int, height: int, frames: int) -> None:
    """Judge a picture by its header, before its dots are decoded.

    Raises IsBroken (another kind than its first bytes say), TooManyPixels, IsAnimated.
    """
    refusal = _fault(media, kind, width, height, frames)
    if refusal is not None:
        raise refusal


def _fault(media: Media, kind: str, width: int, height: int, frames: int) -> BadFile | None:
    if kind not in FORMATS[media] or width < 1 or height < 1:
        return IsBroken()
    if width * height > MOST_PIXELS:
        return TooManyPixels(width=width, height=height, most=MOST_PIXELS // 10_000)
    if frames > 1 and kind != "MPO":
        return IsAnimated()
    return None
