from django.urls import path

from apps.juries import api

app_name = "juries-api"
urlpatterns = [path("jury/figures/", api.JuryFiguresTwin.as_view(), name="figures")]
