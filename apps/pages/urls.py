from django.urls import path

from apps.pages import views
from apps.pages.catalogue import PAGES

app_name = "pages"
urlpatterns = [
    *(path(kind.route, views.view_of(kind), name=kind.name) for kind in PAGES),
    path("o/<slug:op>/algorithms/<slug:slug>/<slug:version>.json", views.learnt, name="learnt"),
    path("about/us/", views.about_us, name="about_us"),
    path("about/api/", views.about_api, name="about_api"),
]
