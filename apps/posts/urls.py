from django.urls import path

from apps.posts.views import changing, clicks, moving, parting, replying, solving, writing

app_name = "posts"
urlpatterns = [
    path("s/<slug:space>/write/", writing.write, name="write"),
    path("s/<slug:space>/write/preview/", writing.preview, name="preview"),
    path("s/<slug:space>/ask/", writing.ask, name="ask"),
    path("s/<slug:space>/ask/alike/", solving.alike, name="alike"),
    path("s/<slug:space>/t/<int:thread>/answer/", writing.answer, name="answer"),
    path("s/<slug:space>/r/<int:review>/reply/", replying.reply, name="reply"),
    path("me/reply/<str:reference>/", replying.my_reply, name="my_reply"),
    path("me/reply/<str:reference>/withdraw/", replying.withdraw_reply, name="withdraw_reply"),
    path("me/parting/", parting.parting, name="parting"),
    path("me/bring/", moving.bring, name="bring"),
    path("edit/<slug:reference>/", changing.edit, name="edit"),
    path("withdraw/<slug:reference>/", changing.withdraw, name="withdraw"),
    path("history/<slug:reference>/", changing.history, name="history"),
    path("helpful/<slug:reference>/", clicks.helpful, name="helpful"),
    path("best/<slug:reference>/", clicks.best, name="best"),
    path("reopen/<slug:reference>/", solving.reopen, name="reopen"),
    path("outdated/<slug:reference>/", solving.outdated, name="outdated"),
]
