from django.urls import path

from apps.professionals import api

app_name = "professionals-api"
urlpatterns = [
    path("doubts/", api.DoubtsTwin.as_view(), name="doubts"),
    path("doubts/<str:reference>/", api.DoubtTwin.as_view(), name="doubt"),
    path("x/<slug:subject>/doubts/", api.SubjectTwin.as_view(), name="of_subject"),
]
