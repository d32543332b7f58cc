"""A status as a signed statement that its holder shows where they like, that can be asked for, and taken back."""

from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "apps.badges"
    label = "badges"
