from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class LookConfig(AppConfig):
    name = "apps.look"
    label = "look"

    def ready(self) -> None:
        """A form says what is missing in our voice, not in that of a form."""
        Field.default_error_messages["required"] = _("Nothing stands here yet.")
