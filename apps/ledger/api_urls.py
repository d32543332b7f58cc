from django.urls import path

from apps.ledger import api

app_name = "ledger-api"
urlpatterns = [
    path("log/", api.LogView.as_view(), name="log"),
    path("log/state/", api.StateView.as_view(), name="state"),
    path("log/<int:position>/", api.EntryView.as_view(), name="entry"),
]
