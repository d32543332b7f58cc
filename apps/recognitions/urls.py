from django.urls import path

from apps.recognitions.views import asking, desk, directory, files

app_name = "recognitions"
urlpatterns = [
    path("recognitions/", directory.directory, name="directory"),
    path("recognitions.csv", files.as_csv, name="csv"),
    path("recognitions/<str:reference>/", directory.gateway, name="gateway"),
    path("recognitions/<str:reference>/ask/", asking.ask, name="ask"),
    path("s/<slug:space>/recognitions/", directory.of_space, name="space"),
    path("desk/recognitions/", desk.desk, name="desk"),
    path("desk/recognitions/<str:reference>/end/", desk.end, name="end"),
    path("desk/recognitions/<slug:space>/from/<slug:source>/", desk.write, name="write"),
    path("me/conversions/<str:reference>/", asking.conversion, name="conversion"),
    path("me/conversions/<str:reference>/take-back/", asking.take_back, name="take_back"),
]
