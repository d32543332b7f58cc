from django.urls import path

from apps.accountability import api, archive

app_name = "accountability-api"
urlpatterns = [
    path("o/<slug:op>/red/", api.RedTwin.as_view(), name="red"),
    path("terms/v1/services", archive.services, name="services"),
    path("terms/v1/service/<str:service>", archive.service, name="service"),
    path("terms/v1/versions/<str:service>/<str:kind>", archive.versions, name="versions"),
    path("terms/v1/version/<str:service>/<str:kind>/<str:date>", archive.version_at, name="version_at"),
    path("terms/v1/version/<str:reference>", archive.version, name="version"),
]
