"""At a member's request, and only then, a space writes to another what it can vouch for; they read it first."""

from django.apps import AppConfig


class ReferencesConfig(AppConfig):
    name = "apps.references"
    label = "references"
