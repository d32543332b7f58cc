from django.urls import path

from apps.posts import api

app_name = "posts-api"
urlpatterns = [
    path("s/<slug:space>/write/", api.WriteTwin.as_view(), name="write"),
    path("s/<slug:space>/ask/", api.AskTwin.as_view(), name="ask"),
    path("s/<slug:space>/t/<int:thread>/answer/", api.AnswerTwin.as_view(), name="answer"),
]
