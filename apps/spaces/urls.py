from django.urls import path

from apps.spaces import shown, views

app_name = "spaces"
urlpatterns = [
    path("s/<slug:space>/join/", views.join, name="join"),
    path("s/<slug:space>/leave/", views.leave, name="leave"),
    path("me/shown/", shown.shown, name="shown"),
    path("me/shown/preview/", shown.preview, name="shown_preview"),
]
