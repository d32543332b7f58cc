"""Files that people send: held in memory, never on a disk, and never more of them than anybody here may want."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

AT_MOST = 12 * 1024 * 1024  # bytes that are held of all files of one request; each form says less, and says it in words


class Bounded(FileUploadHandler):
    """Counts all, holds the beginning: the form sees the true sizes and says that it is too much."""

    room = AT_MOST

    def new_file(self, *args: object, **options: object) -> None:
        super().new_file(*args, **options)  # type: ignore[arg-type]
        self.held, self.size = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.room -= self.held.write(raw_data[: self.room])
        self.size += len(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            self.size,
            self.charset,
            self.content_type_extra,
        )
