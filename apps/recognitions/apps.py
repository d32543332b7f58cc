"""By which published table a space takes a status of another as one of its own; circles; how it turned out."""

from django.apps import AppConfig


class RecognitionsConfig(AppConfig):
    name = "apps.recognitions"
    label = "recognitions"
