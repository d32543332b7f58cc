from django.urls import path

from apps.professionals import api
from apps.professionals.verification.api import RegisterTwin

app_name = "professionals-api"
urlpatterns = [
    path("professionals/", RegisterTwin.as_view(), name="register"),
    path("doubts/", api.DoubtsTwin.as_view(), name="doubts"),
    path("doubts/<str:reference>/", api.DoubtTwin.as_view(), name="doubt"),
    path("x/<slug:subject>/doubts/", api.SubjectTwin.as_view(), name="of_subject"),
]
