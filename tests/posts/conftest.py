"""People at their keyboards: the same as in front of the composed pages."""

from tests.pages.conftest import browser, member, sign_in, space, stranger  # noqa: F401 - fixtures
