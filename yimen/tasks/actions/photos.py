"""Photos as they are kept: looked at like every upload, and made anew without what the camera wrote."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from yimen.rules import files
from yimen.rules.authority import Actor
from yimen.rules.errors import Kind
from yimen.vault import actions as vault
from yimen.vault.content import check, images


class NotAPicture(files.BadFile):
    """On site, pictures are taken: JPEG, PNG or WebP."""

    code = "task.not_a_picture"
    text = "这里只收照片（JPG、PNG、WebP）"
    kind = Kind.INVALID


def keep_photo(actor: Actor, chunks: Iterable[bytes], name: str, *, now: datetime) -> str:
    """Keep a photo without place, time and device of the camera, at most 1600 dots a side; its digest.

    The original is not kept. Raises NotAPicture and what `rules.files` says of the content.
    """
    most = settings.MAX_FILE_MB * files.MB
    with tempfile.TemporaryFile() as plain:
        size, head = 0, b""
        for chunk in chunks:
            size += len(chunk)
            head = head if len(head) >= files.HEAD else (head + chunk)[: files.HEAD]
            if size <= most:
                plain.write(chunk)
        files.check_size(size, settings.MAX_FILE_MB)
        media = files.recognise(head, None)
        if media.type not in files.PICTURES:
            raise NotAPicture()
        plain.flush()
        check(plain, media, settings.MAX_FILE_MB)
        made = images.preview(plain)
    stem = name.rpartition(".")[0] or "photo"
    return vault.keep(actor, [made], f"{stem}.jpg", now=now).digest
