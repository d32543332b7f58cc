from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "apps.accountability"
    label = "accountability"
