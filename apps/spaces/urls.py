from django.urls import path

from apps.spaces import views

app_name = "spaces"
urlpatterns = [
    path("s/<slug:space>/join/", views.join, name="join"),
    path("s/<slug:space>/leave/", views.leave, name="leave"),
]
