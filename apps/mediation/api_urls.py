from django.urls import path

from apps.mediation import api

app_name = "mediation-api"
urlpatterns = [
    path("mediation/", api.MediationsTwin.as_view(), name="home"),
    path("mediation/<slug:reference>/", api.MediationTwin.as_view(), name="mediation"),
]
