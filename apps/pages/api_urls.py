from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from apps.pages.api import nothing, twin_of
from apps.pages.catalogue import PAGES, TWINS

app_name = "pages-api"
urlpatterns = [
    *(path(kind.route, twin_of(kind).as_view(), name=kind.name) for kind in (*PAGES, *TWINS)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^(?:[\s\S]*/)?$", nothing),  # included last: a machine gets its refusals as JSON
]
