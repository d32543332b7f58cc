from django.urls import path

from apps.moderation.views import case, desk, my_desk, quarantine, report, rules, second

app_name = "moderation"
urlpatterns = [
    path("report/<str:reference>/", report.report, name="report"),
    path("report/receipt/<str:token>/", report.receipt, name="receipt"),
    path("desk/", desk.front, name="desk"),
    path("desk/queue/", desk.rows, name="queue"),
    path("desk/me/", my_desk.my_desk, name="my_desk"),
    path("desk/me/keys/", my_desk.keys, name="my_keys"),
    path("desk/me/keys/switch/", my_desk.keys_switch, name="keys_switch"),
    path("desk/me/sparing/", my_desk.sparing, name="my_sparing"),
    path("desk/me/filters/", my_desk.filter_keep, name="my_filters"),
    path("desk/quarantine/", quarantine.quarantine, name="quarantine"),
    path("desk/quarantine/<int:delivery>/", quarantine.retry, name="retry"),
    path("desk/rules/", rules.rule_list, name="rules"),
    path("desk/rules/try/", rules.try_rule, name="try_rule"),
    path("desk/rules/<str:reference>/", rules.rule, name="rule"),
    path("desk/rules/<str:reference>/answer/", rules.answer, name="answer_rule"),
    path("rules/<str:reference>.json", rules.rule_document, name="rule_document"),
    path("desk/undo/<str:reference>/", desk.undo, name="undo"),
    path("desk/i/<str:reference>/", desk.item, name="item"),
    path("desk/i/<str:reference>/take/", desk.take, name="take"),
    path("desk/i/<str:reference>/seat/", desk.seat, name="seat"),
    path("desk/i/<str:reference>/second/", second.second, name="second"),
    path("desk/i/<str:reference>/opinion/", desk.opinion, name="opinion"),
    path("desk/i/<str:reference>/decide/", desk.decide, name="decide"),
    path("desk/i/<str:reference>/preview/", desk.preview, name="preview"),
    path("desk/i/<str:reference>/put-off/", desk.put_off, name="put_off"),
    path("case/<str:reference>/", case.case, name="case"),
    path("case/<str:reference>/appeal/", case.appeal, name="appeal"),
    path("cases/", case.cases, name="cases"),
    path("me/cases/", case.my_cases, name="my_cases"),
]
