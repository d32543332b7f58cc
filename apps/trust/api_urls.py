from django.urls import path

from apps.trust import api

app_name = "trust-api"
urlpatterns = [
    path("s/<slug:space>/statuses/", api.ScaleTwin.as_view(), name="scale"),
    path("trust/why/<str:reference>/", api.WhyTwin.as_view(), name="why"),
]
