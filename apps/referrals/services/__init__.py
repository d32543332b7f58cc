"""The verbs of referrals: ask, vouch, take back, and what a decision about the newcomer costs."""

from apps.referrals.services.asking import asking_end, asking_open, referral_ask, referral_decline
from apps.referrals.services.ending import (
    referral_renounce,
    referral_withdraw,
    referrals_leave,
    referrals_settle,
)
from apps.referrals.services.giving import referral_give
from apps.referrals.services.sanctions import case_is_final, sanction_falls, sanction_stands

__all__ = [
    "asking_end",
    "asking_open",
    "case_is_final",
    "referral_ask",
    "referral_decline",
    "referral_give",
    "referral_renounce",
    "referral_withdraw",
    "referrals_leave",
    "referrals_settle",
    "sanction_falls",
    "sanction_stands",
]
