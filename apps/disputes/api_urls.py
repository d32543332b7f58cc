from django.urls import path

from apps.disputes.api import ContestsTwin

app_name = "disputes-api"
urlpatterns = [path("trust/contests/", ContestsTwin.as_view(), name="figures")]
