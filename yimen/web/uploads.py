"""Large uploads in hand: a file without a name, so that a killed process leaves nothing of them to find."""

from __future__ import annotations

import tempfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessUploadHandler(FileUploadHandler):
    """Takes what is too large for memory (FILE_UPLOAD_MAX_MEMORY_SIZE). The file is gone with its handle."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next upload."""
        super().new_file(*args, **kwargs)
        self._plain = tempfile.TemporaryFile()  # noqa: SIM115  (closed by the request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """One piece more."""
        self._plain.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """All of it is there."""
        self._plain.seek(0)
        return UploadedFile(
            self._plain, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        """The rest never came."""
        if hasattr(self, "_plain"):
            self._plain.close()
