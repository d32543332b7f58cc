from django.urls import path

from apps.accountability import api

app_name = "accountability-api"
urlpatterns = [
    path("o/", api.RegisterView.as_view(), name="operators"),
    path("operators-in-alert/", api.AlertDaysView.as_view(), name="operators_in_alert"),
    path("o/<slug:op>/", api.OperatorView.as_view(), name="operator"),
    path("o/<slug:op>/alert/<str:ref>/", api.AlertView.as_view(), name="alert"),
    path("o/<slug:op>/rules/<slug:slug>/", api.TextView.as_view(), name="document"),
    path("o/<slug:op>/rules/<slug:slug>/diff/<int:a>/<int:b>/", api.DiffView.as_view(), name="diff"),
]
