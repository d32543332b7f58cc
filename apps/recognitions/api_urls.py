from django.urls import path

from apps.recognitions import api

app_name = "recognitions-api"
urlpatterns = [
    path("recognitions/", api.GatewaysTwin.as_view(), name="directory"),
    path("recognitions/<str:reference>/", api.GatewayTwin.as_view(), name="gateway"),
]
