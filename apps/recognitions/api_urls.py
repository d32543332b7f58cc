from django.urls import path

from apps.recognitions import api

app_name = "recognitions-api"
urlpatterns = [
    path("circles/", api.CirclesTwin.as_view(), name="circles"),
    path("circles/<slug:slug>/", api.CircleTwin.as_view(), name="circle"),
    path("recognitions/", api.GatewaysTwin.as_view(), name="directory"),
    path("recognitions/<str:reference>/", api.GatewayTwin.as_view(), name="gateway"),
]
