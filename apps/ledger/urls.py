from django.urls import path

from apps.ledger import views

app_name = "ledger"
urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/entries.csv", views.as_csv, name="csv"),
    path("log/feed.atom", views.feed, name="feed"),
    path("log/<int:position>/", views.entry, name="entry"),
    path("log/receipt/<str:token>/", views.receipt, name="receipt"),
    path("log/receipt/<str:token>/opening.json", views.receipt_file, name="receipt_file"),
    path("log/receipt/<str:token>/proof", views.receipt_proof, name="receipt_proof"),
    path("log/state/", views.state, name="state"),
]
