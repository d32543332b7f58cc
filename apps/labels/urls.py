from django.urls import path

from apps.labels.views import acts, pages

app_name = "labels"
urlpatterns = [
    path("label/", pages.home, name="home"),
    path("label/criteria/<slug:code>/", pages.criterion, name="criterion"),
    path("label/criteria/<slug:code>/<int:n>/body.json", pages.criterion_body, name="criterion_body"),
    path("label/o/<slug:op>/", pages.operator, name="operator"),
    path("label/elsewhere/", pages.outside_list, name="outside_list"),
    path("label/elsewhere/<str:ref>/", pages.outside, name="outside"),
    path("label/elsewhere/<str:ref>/body.json", pages.outside_body, name="outside_body"),
    path("label/elsewhere/<str:ref>/file.json", pages.outside_file, name="outside_file"),
    path("label/elsewhere/<str:ref>/ask/", acts.ask_again, name="outside_ask"),
    path("label/o/<slug:op>/bring/", acts.bring, name="bring"),
    path("label/o/<slug:op>/grant/", acts.grant, name="grant"),
    path("label/o/<slug:op>/<slug:code>/", acts.assess, name="assess"),
    path("label/l/<str:ref>/", pages.label, name="label"),
    path("label/l/<str:ref>/body.json", pages.label_body, name="label_body"),
    path("label/l/<str:ref>/change/", acts.change, name="change"),
    path("label/verdict/<str:ref>/answer/", acts.reply, name="reply"),
    path("label/verdict/<str:ref>/body.json", pages.assessment_body, name="assessment_body"),
    path("label/answer/<str:ref>/body.json", pages.reply_body, name="reply_body"),
    path("label/change/<str:ref>/body.json", pages.change_body, name="change_body"),
]
