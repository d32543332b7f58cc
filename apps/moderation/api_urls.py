from django.urls import path

from apps.moderation import api

app_name = "moderation-api"
urlpatterns = [
    path("case/<str:reference>/", api.CaseTwin.as_view(), name="case"),
    path("cases/", api.DecisionsTwin.as_view(), name="cases"),
    path("cases/statements/", api.StatementsTwin.as_view(), name="statements"),
    path("cases/figures/", api.FiguresTwin.as_view(), name="figures"),
]
