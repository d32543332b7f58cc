from django.urls import path

from apps.audits.views import acts, pages

app_name = "audits"
urlpatterns = [
    path("audit/operators/", pages.home, name="home"),
    path("audit/operators/announce/", acts.announce, name="announce"),
    path("audit/operators/declare/", acts.declare, name="declare"),
    path("audit/a/<str:ref>/", pages.audit, name="audit"),
    path("audit/a/<str:ref>/look/", acts.look, name="look"),
    path("audit/a/<str:ref>/look/<int:number>/", acts.finding, name="finding"),
    path("audit/a/<str:ref>/finish/", acts.finish, name="finish"),
    path("audit/a/<str:ref>/leave/", acts.leave, name="leave"),
    path("audit/a/<str:ref>/withdraw/", acts.withdraw, name="withdraw"),
    path("audit/a/<str:ref>/answer/", acts.answer, name="answer"),
    path("audit/a/<str:ref>/announcement.json", pages.announcement, name="announcement"),
    path("audit/a/<str:ref>/items.json", pages.items, name="items"),
    path("audit/a/<str:ref>/checkpoint.txt", pages.note, name="note"),
    path("audit/a/<str:ref>/draw.json", pages.drawing, name="drawing"),
    path("audit/a/<str:ref>/left/<int:number>.json", pages.leaving, name="leaving"),
    path("audit/a/<str:ref>/end.json", pages.ending, name="ending"),
    path("audit/a/<str:ref>/result.json", pages.outcome, name="outcome"),
    path("audit/a/<str:ref>/answer.json", pages.reply, name="reply"),
]
