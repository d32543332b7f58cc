"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.labels import services
from apps.spaces.models import Operator


@shared_task(ignore_result=True)
def compute() -> None:
    """Every operator that takes part is looked at again."""
    for operator in Operator.objects.filter(affiliated=True):
        services.assess_by_machine(operator=operator, now=clock.now())
