from django.urls import path

from apps.mediation import feed, views

app_name = "mediation"
urlpatterns = [
    path("mediation/feed.atom", feed.opinions, name="feed"),
    path("mediation/", views.home, name="home"),
    path("case/<str:case>/mediation/", views.ask, name="ask"),
    path("mediation/<slug:reference>/", views.mediation, name="mediation"),
    path("mediation/<slug:reference>/opinion-<int:number>.json", views.opinion, name="opinion"),
    path("mediation/<slug:reference>/answer-<int:number>.json", views.answer, name="answer"),
]
