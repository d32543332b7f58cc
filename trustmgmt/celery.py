"""Celery: it wakes handlers up, runs batches and periodic work. The truth is in PostgreSQL."""

import gc
import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")

app = Celery("trustmgmt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def settle_in(**_given: object) -> None:
    """What is loaded by now stays: no task waits while all of it is looked through for garbage."""
    gc.collect()
    gc.freeze()
