"""The Django project: settings, urls, celery, asgi, launcher."""

import gc

from trustmgmt.celery import app as celery_app

__all__ = ["celery_app"]

gc.set_threshold(50_000, 20, 100)  # little of what a start or a page makes is garbage in circles: look less often
