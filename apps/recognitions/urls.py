from django.urls import path

from apps.recognitions.views import directory

app_name = "recognitions"
urlpatterns = [
    path("recognitions/", directory.directory, name="directory"),
    path("recognitions/<str:reference>/", directory.gateway, name="gateway"),
    path("s/<slug:space>/recognitions/", directory.of_space, name="space"),
]
