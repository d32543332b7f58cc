"""The style guide, which is also what the screenshots compare."""

from django.urls import URLPattern

app_name = "look"
urlpatterns: list[URLPattern] = []
