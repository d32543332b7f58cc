from django.urls import path

from apps.professionals.views import doubts, feed, machine, mine, register, verifying

app_name = "professionals"
urlpatterns = [
    path("professionals/", register.register, name="register"),
    path("me/professional/", mine.mine, name="mine"),
    path("desk/professionals/", verifying.waiting, name="desk"),
    path("desk/professionals/<str:reference>/", verifying.one, name="desk_request"),
    path("desk/professionals/<str:reference>/file/", verifying.file, name="desk_file"),
    path("s/<slug:space>/r/<int:review>/doubt/", doubts.raise_one, name="raise"),
    path("x/<slug:subject>/doubts/", doubts.of_subject, name="of_subject"),
    path("doubts/", doubts.doubts, name="doubts"),
    path("doubts/feed.atom", feed.doubts, name="doubts_feed"),
    path("doubts/figures.csv", machine.as_csv, name="doubts_csv"),
    path("doubts/<str:reference>/", doubts.doubt, name="doubt"),
    path("doubts/<str:reference>/answer/", doubts.answer, name="answer"),
    path("doubts/<str:reference>/take-back/", doubts.take_back, name="take_back"),
    path("doubts/<str:reference>/aside/", doubts.aside, name="aside"),
    path("doubts/<str:reference>/file/", doubts.file, name="file"),
]
