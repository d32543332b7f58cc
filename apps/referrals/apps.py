"""Two members who have earned trust in a space vouch for a newcomer: slots, an end, and what it costs them."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "apps.referrals"
    label = "referrals"
