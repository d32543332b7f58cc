from django.urls import path

from apps.professionals.views import doubts, machine

app_name = "professionals"
urlpatterns = [
    path("s/<slug:space>/r/<int:review>/doubt/", doubts.raise_one, name="raise"),
    path("x/<slug:subject>/doubts/", doubts.of_subject, name="of_subject"),
    path("doubts/", doubts.doubts, name="doubts"),
    path("doubts/figures.csv", machine.as_csv, name="doubts_csv"),
    path("doubts/<str:reference>/", doubts.doubt, name="doubt"),
    path("doubts/<str:reference>/answer/", doubts.answer, name="answer"),
    path("doubts/<str:reference>/aside/", doubts.aside, name="aside"),
    path("doubts/<str:reference>/file/", doubts.file, name="file"),
]
