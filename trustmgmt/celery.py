"""Celery: it wakes handlers up, runs batches and periodic work. The truth is in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")

app = Celery("trustmgmt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
