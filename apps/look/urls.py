"""The style guide, which is also what the screenshots compare."""

from django.urls import URLPattern, path

from apps.look import views

app_name = "look"
urlpatterns: list[URLPattern] = [path("signs/", views.signs, name="signs")]
