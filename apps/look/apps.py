from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "apps.look"
    label = "look"
