"""The verbs of exchanges: record one, rate it, publish what was held."""

from apps.exchanges.services.rating import answer_give, rating_give, rating_take_back
from apps.exchanges.services.recording import (
    ExchangeDraft,
    exchange_confirm,
    exchange_propose,
    exchange_refuse,
    exchange_take_back,
    exchanges_expire,
)
from apps.exchanges.services.revealing import exchanges_reveal

__all__ = [
    "ExchangeDraft",
    "answer_give",
    "exchange_confirm",
    "exchange_propose",
    "exchange_refuse",
    "exchange_take_back",
    "exchanges_expire",
    "exchanges_reveal",
    "rating_give",
    "rating_take_back",
]
