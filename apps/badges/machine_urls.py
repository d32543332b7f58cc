"""Addresses that programs read: they carry no language."""

from django.urls import path

from apps.badges.views import files

app_name = "badge_machines"
urlpatterns = [
    path("credentials/badge/<slug:ref>.json", files.jcs, name="jcs"),
    path("credentials/badge/<slug:ref>.rdfc.json", files.rdfc, name="rdfc"),
    path("credentials/badge/<slug:ref>.fr.svg", files.image, {"language": "fr"}, name="image_fr"),
    path("credentials/badge/<slug:ref>.en.svg", files.image, {"language": "en"}, name="image_en"),
    path("credentials/badge/<slug:ref>", files.page, name="page"),
    path("credentials/badges/<slug:space>/status", files.status, name="status"),
]
