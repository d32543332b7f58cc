"""In which languages people write here."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = [("fr", _("French")), ("en", _("English"))]
