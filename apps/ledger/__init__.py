"""Events, their delivery to listeners, and the public log. Import the verbs from here."""

from apps.ledger.kinds import DOCUMENT, FILING, PERSONAL, declare
from apps.ledger.listeners import News, on

__all__ = ["DOCUMENT", "FILING", "PERSONAL", "News", "declare", "on"]
