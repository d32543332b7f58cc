from django.urls import path

from apps.people.views import data, entrance, invitations, me, tokens

app_name = "people"
urlpatterns = [
    path("accounts/recovery/", entrance.codes, name="recovery"),
    path("me/", me.me, name="me"),
    path("me/timeline/", me.timeline, name="timeline"),
    path("me/journal/", me.journal, name="journal"),
    path("me/data/", data.data, name="data"),
    path("me/data/export/", data.export_ask, name="export"),
    path("me/data/export/<str:reference>/", data.export_take, name="export_take"),
    path("me/data/erase/", data.erase, name="erase"),
    path("me/data/<slug:key>/", data.rows, name="rows"),
    path("privacy/retention/", data.kept, name="retention"),
    path("me/invitations/", invitations.mine, name="invitations"),
    path("me/tokens/", tokens.mine, name="tokens"),
    path("me/tokens/<int:pk>/end/", tokens.end, name="token_end"),
    path("me/personas/", me.personas, name="personas"),
]
