"""What is sent is held in memory up to a bound over all files; the true sizes are known all the same."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from apps.gate.uploads import AT_MOST


def test_all_files_together_are_held_up_to_the_bound_and_their_sizes_told():
    sent = [SimpleUploadedFile(f"{n}.csv", b"x" * (AT_MOST // 2)) for n in range(24)]

    files = RequestFactory().post("/", {"parts": sent}).FILES.getlist("parts")

    assert [file.size for file in files] == [AT_MOST // 2] * 24
    assert [len(file.read()) for file in files] == [AT_MOST // 2, AT_MOST // 2, *[0] * 22]
