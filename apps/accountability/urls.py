from django.urls import path

from apps.accountability.views import alerts, clauses, console, money, red, register, texts

app_name = "accountability"
urlpatterns = [
    path("o/", register.operators, name="operators"),
    path("o/<slug:op>/", register.operator, name="operator"),
    path("o/<slug:op>/state/", register.state, name="state"),
    path("o/<slug:op>/red/", red.red, name="red"),
    path("o/<slug:op>/red/receipt/<str:token>/", red.withdraw, name="withdraw"),
    path("o/<slug:op>/alert/<str:ref>/", alerts.alert, name="alert"),
    path("o/<slug:op>/alert/<str:ref>/state/", alerts.state, name="alert_state"),
    path("o/<slug:op>/alert/<str:ref>/state/<int:n>.json", alerts.state_body, name="state_body"),
    path("o/<slug:op>/alert/<str:ref>/tally/<int:n>.json", alerts.tally_body, name="tally_body"),
    path("o/<slug:op>/alert/<str:ref>/answer/<str:answer>/body.json", alerts.answer_body, name="answer_body"),
    path("o/<slug:op>/alert/<str:ref>/answer/<str:answer>/proof.json", alerts.answer_proof, name="answer_proof"),
    path("o/<slug:op>/rules/<slug:slug>/", texts.document, name="document"),
    path("o/<slug:op>/rules/<slug:slug>/<int:n>/body.json", texts.version_body, name="version_body"),
    path("o/<slug:op>/rules/<slug:slug>/<int:n>/proof.json", texts.version_proof, name="version_proof"),
    path("o/<slug:op>/rules/<slug:slug>/diff/<int:a>/<int:b>/", texts.diff, name="diff"),
    path("o/<slug:op>/rules/<slug:slug>/copy/", texts.copy, name="copy"),
    path("o/<slug:op>/rules/<slug:slug>/clauses/<int:n>/", clauses.choose, name="clauses"),
    path("o/<slug:op>/rules/<slug:slug>/clauses/<int:n>/<str:lang>/<int:at>/", clauses.point, name="clause_point"),
    path("o/<slug:op>/rules/<slug:slug>/clause/<str:ref>/", clauses.clause, name="clause"),
    path("o/<slug:op>/rules/<slug:slug>/clause/<str:ref>/settle/", clauses.settle, name="clause_settle"),
    path("o/<slug:op>/algorithms/", texts.algorithms, name="algorithms"),
    path("o/<slug:op>/algorithms/<slug:slug>/source.py", texts.source, name="source"),
    path("o/<slug:op>/console/", console.console, name="console"),
    path("o/<slug:op>/console/publish/", console.publish, name="publish_new"),
    path("o/<slug:op>/console/version/<slug:slug>/", console.publish, name="publish"),
    path("o/<slug:op>/console/money/", money.disclose, name="disclose"),
    path("o/<slug:op>/console/answer/<str:ref>/", console.answer, name="answer"),
    path("me/consoles/", console.consoles, name="consoles"),
]
