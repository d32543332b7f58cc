from django.urls import path

from apps.proposals import views

app_name = "proposals"
urlpatterns = [
    path("proposals/", views.home, name="home"),
    path("proposals/<str:ref>/", views.proposal, name="proposal"),
    path("proposals/<str:ref>/vote/", views.vote, name="vote"),
    path("proposals/<str:ref>/unvote/", views.unvote, name="unvote"),
    path("proposals/<str:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("proposals/<str:ref>/decide/", views.decide, name="decide"),
    path("proposals/<str:ref>/ballot.json", views.ballot, name="ballot"),
    path("proposals/<str:ref>/turnout/<int:number>.json", views.turnout, name="turnout"),
    path("proposals/<str:ref>/count.json", views.count, name="count"),
    path("proposals/<str:ref>/decision.json", views.ruling, name="ruling"),
    path("proposals/<str:ref>/end.json", views.ending, name="ending"),
    path("o/<slug:op>/rules/<slug:slug>/propose/", views.to_text, name="to_text"),
    path("label/criteria/<slug:code>/propose/", views.to_criterion, name="to_criterion"),
]
