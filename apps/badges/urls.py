from django.urls import path

from apps.badges.views import pages

app_name = "badges"
urlpatterns = [
    path("badge/<str:ref>/", pages.badge, name="badge"),
    path("badge/<str:ref>/take-back/", pages.take_back, name="take_back"),
    path("me/badges/", pages.mine, name="mine"),
    path("me/badges/make/", pages.make, name="make"),
]
