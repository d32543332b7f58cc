from django.urls import path

from apps.recognitions.views import asking, circle_writing, circles, desk, directory, feeds, files, writing

app_name = "recognitions"
urlpatterns = [
    path("recognitions/", directory.directory, name="directory"),
    path("recognitions.atom", feeds.directory, name="feed"),
    path("recognitions.csv", files.as_csv, name="csv"),
    path("recognitions/<str:reference>/", directory.gateway, name="gateway"),
    path("recognitions/<str:reference>/ask/", asking.ask, name="ask"),
    path("s/<slug:space>/recognitions/", directory.of_space, name="space"),
    path("circles/", circles.listing, name="circles"),
    path("circles/<slug:slug>/", circles.circle, name="circle"),
    path("desk/circles/found/<slug:space>/", circle_writing.found, name="circle_found"),
    path("desk/circles/<slug:slug>/change/", circle_writing.change, name="circle_change"),
    path("desk/circles/<slug:slug>/leave/<slug:space>/", circles.leave, name="circle_leave"),
    path("desk/recognitions/", desk.desk, name="desk"),
    path("desk/recognitions/<str:reference>/end/", desk.end, name="end"),
    path("desk/recognitions/<slug:space>/from/<slug:source>/", writing.write, name="write"),
    path("me/conversions/<str:reference>/", asking.conversion, name="conversion"),
    path("me/conversions/<str:reference>/take-back/", asking.take_back, name="take_back"),
]
