from django.urls import path

from apps.labels.views import files

app_name = "label-files"
urlpatterns = [
    path("credentials/label/<slug:ref>.json", files.jcs, name="jcs"),
    path("credentials/label/<slug:ref>.rdfc.json", files.rdfc, name="rdfc"),
    path("credentials/label/<slug:ref>.svg", files.image, name="image"),
    path("credentials/label/<slug:ref>", files.page, name="page"),
    path("credentials/of/<slug:op>", files.grid, name="grid"),
    path("credentials/criteria", files.criteria, name="criteria"),
    path("credentials/status/<str:purpose>", files.status, name="status"),
]
