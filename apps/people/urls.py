from django.urls import path

from apps.people.views import entrance, me

app_name = "people"
urlpatterns = [
    path("accounts/recovery/", entrance.codes, name="recovery"),
    path("me/", me.me, name="me"),
    path("me/personas/", me.personas, name="personas"),
]
