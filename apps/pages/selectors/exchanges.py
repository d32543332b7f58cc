"""JSON twins of the pages of exchanges, which their own app draws."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.base.errors import NotYours
from apps.exchanges.selectors import ExchangePage, MyExchanges, exchange_page, my_exchanges
from apps.spaces.permissions import Visitor


def exchange_twin(visitor: Visitor, query: QueryDict, *, space: str, reference: str, now: datetime) -> ExchangePage:
    """As the page says it to this person."""
    return exchange_page(visitor, space=space, reference=reference, now=now)


def my_exchanges_twin(visitor: Visitor, query: QueryDict, *, now: datetime) -> MyExchanges:
    """One's own alone."""
    if not visitor.is_authenticated:
        raise NotYours(_("Sign in first."))
    return my_exchanges(visitor)
