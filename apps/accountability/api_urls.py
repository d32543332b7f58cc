from django.urls import path

from apps.accountability import archive

app_name = "accountability-api"
urlpatterns = [
    path("terms/v1/services", archive.services, name="services"),
    path("terms/v1/service/<str:service>", archive.service, name="service"),
    path("terms/v1/versions/<str:service>/<str:kind>", archive.versions, name="versions"),
    path("terms/v1/version/<str:service>/<str:kind>/<str:date>", archive.version_at, name="version_at"),
    path("terms/v1/version/<str:reference>", archive.version, name="version"),
]
