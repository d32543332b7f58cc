"""The Django project: settings, urls, celery, asgi, launcher."""

from trustmgmt.celery import app as celery_app

__all__ = ["celery_app"]
