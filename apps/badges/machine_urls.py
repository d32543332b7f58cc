"""Addresses that programs read: they carry no language."""

from django.urls import URLPattern

app_name = "badge_machines"
urlpatterns: list[URLPattern] = []
