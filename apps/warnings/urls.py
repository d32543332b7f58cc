from django.urls import path

from apps.warnings.views import checks, named, told

app_name = "warnings"
urlpatterns = [
    path("warnings/", named.ask, name="ask"),
    path("warnings/rules/", named.rules, name="rules"),
    path("warnings/checks/", checks.checks, name="checks"),
    path("warnings/checks/<str:reference>/", checks.check, name="check"),
    path("warnings/named/<str:token>/", named.private, name="private"),
    path("warnings/named/<str:token>/place/", named.place, name="place"),
    path("warnings/named/<str:token>/forget/", named.forget, name="forget"),
    path("warnings/named/<str:token>/answer/<str:reference>/", named.answer, name="answer"),
    path("warnings/named/<str:token>/unanswer/<str:reference>/", named.unanswer, name="unanswer"),
    path("s/<slug:space>/warnings/", told.warnings, name="space"),
    path("s/<slug:space>/warnings/write/", told.write, name="write"),
    path("s/<slug:space>/warnings/open/", told.take, name="take"),
    path("s/<slug:space>/warnings/close/", told.end, name="end"),
    path("s/<slug:space>/warnings/<str:reference>/", told.warning, name="warning"),
    path("s/<slug:space>/warnings/<str:reference>/withdraw/", told.withdraw, name="withdraw"),
]
