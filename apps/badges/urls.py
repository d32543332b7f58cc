from django.urls import path

from apps.badges.views import collections, pages, questions, shown

app_name = "badges"
urlpatterns = [
    path("badge/<str:ref>/", pages.badge, name="badge"),
    path("badge/<str:ref>/take-back/", pages.take_back, name="take_back"),
    path("me/badges/", pages.mine, name="mine"),
    path("me/badges/make/", pages.make, name="make"),
    path("me/badges/asked/<str:ref>/", questions.consent, name="consent"),
    path("me/badges/shown/", shown.shown, name="shown"),
    path("me/badges/page/", collections.mine, name="collection"),
    path("me/badges/page/open/", collections.open_, name="collection_open"),
    path("me/badges/page/copy/", collections.bring, name="collection_copy"),
    path("me/badges/page/<str:ref>/", collections.change, name="gathered"),
    path("badges/of/<str:ref>/", collections.of, name="of"),
    path("desk/badges/", questions.desk, name="desk"),
    path("desk/badges/<str:ref>/", questions.read, name="read"),
]
