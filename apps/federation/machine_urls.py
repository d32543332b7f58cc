"""Addresses for programs of other sites: no language, never changed."""

from django.urls import path

from apps.federation.views import asked, inbox, machine

app_name = "ap"
urlpatterns = [
    path(".well-known/webfinger", machine.webfinger, name="webfinger"),
    path(".well-known/nodeinfo", machine.nodeinfo_links, name="nodeinfo_links"),
    path("nodeinfo/2.1", machine.nodeinfo, name="nodeinfo"),
    path("ap/inbox", inbox.receive, name="inbox"),
    path("ap/site/inbox", inbox.receive),
    path("ap/<str:kind>/<str:name>/inbox", inbox.receive),
    path("ap/site", machine.site, name="site"),
    path("ap/sites", machine.sites, name="sites"),
    path("ap/labels", machine.labels, name="labels"),
    path("ap/site/outbox", machine.outbox, {"path": "site"}),
    path("ap/site/followers", machine.followers, {"path": "site"}),
    path("ap/s/<slug:slug>", machine.group, name="group"),
    path("ap/s/<slug:slug>/outbox", machine.group_outbox),
    path("ap/s/<slug:slug>/followers", machine.group_followers),
    path("ap/s/<slug:slug>/moderators", machine.moderators),
    path("ap/s/<slug:slug>/featured", machine.featured),
    path("ap/s/<slug:slug>/subjects", machine.subjects),
    path("ap/s/<slug:slug>/contents", machine.contents),
    path("ap/s/<slug:slug>/decisions", machine.decisions),
    path("ap/s/<slug:slug>/recognitions", machine.recognitions),
    path("ap/s/<slug:slug>/questions", asked.ask, name="questions"),
    path("ap/p/<str:reference>", machine.person, name="person"),
    path("ap/p/<str:reference>/outbox", machine.person_outbox),
    path("ap/p/<str:reference>/followers", machine.person_followers),
    path("ap/o/<slug:slug>", machine.service, name="service"),
    path("ap/o/<slug:slug>/outbox", machine.service_outbox),
    path("ap/o/<slug:slug>/followers", machine.service_followers),
    path("ap/o/<slug:slug>/rules", machine.rules),
    path("ap/o/<slug:slug>/alerts", machine.alerts),
    path("ap/o/<slug:slug>/labels", machine.operator_labels),
    path("ap/r/<str:reference>", machine.review, name="review"),
    path("ap/n/<str:reference>", machine.post, name="post"),
    path("ap/t/<str:reference>", machine.thread, name="thread"),
    path("ap/x/<str:reference>", machine.subject, name="subject"),
    path("ap/x/<str:reference>/reviews", machine.subject_reviews),
    path("ap/a/<str:reference>", machine.activity, name="activity"),
    path("ap/d/<str:reference>", machine.version, name="version"),
    path("ap/c/<str:reference>", machine.statement, name="statement"),
    path("ap/l/<str:reference>", machine.label, name="label"),
]
