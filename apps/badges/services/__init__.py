"""What is done with badges."""

from apps.badges.services.badges import badge_end, badge_make, badge_take_back, badges_review
from apps.badges.services.places import place_take

__all__ = ["badge_end", "badge_make", "badge_take_back", "badges_review", "place_take"]
