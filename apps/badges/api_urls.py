from django.urls import path

from apps.badges import api

app_name = "badges-api"
urlpatterns = [
    path("badge/<str:ref>/", api.BadgeView.as_view(), name="badge"),
    path("badges/of/<str:ref>/", api.GatheredView.as_view(), name="of"),
]
