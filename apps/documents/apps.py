from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "apps.documents"
    label = "documents"

    def ready(self) -> None:
        from apps.documents import handlers, holdings  # noqa: F401
        from apps.ledger import DOCUMENT, declare

        declare("version.published", entry=DOCUMENT, label=_("text published"))
        holdings.register()
