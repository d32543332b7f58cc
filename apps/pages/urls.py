from django.urls import path

from apps.pages import feeds, mine, views
from apps.pages.catalogue import PAGES

app_name = "pages"
urlpatterns = [
    *(path(kind.route, views.view_of(kind), name=kind.name) for kind in PAGES),
    path("o/<slug:op>/algorithms/<slug:slug>/<slug:version>.json", views.learnt, name="learnt"),
    path("s/<slug:space>/feed.atom", feeds.feed_view(feeds.space_feed), name="space_feed"),
    path("s/<slug:space>/t/<int:thread>/feed.atom", feeds.feed_view(feeds.thread_feed), name="thread_feed"),
    path("x/<slug:subject>/feed.atom", feeds.feed_view(feeds.subject_feed), name="subject_feed"),
    path("o/<slug:op>/feed.atom", feeds.feed_view(feeds.operator_feed), name="operator_feed"),
    path("cases/feed.atom", feeds.feed_view(feeds.decisions_feed), name="decisions_feed"),
    path("label/feed.atom", feeds.feed_view(feeds.label_feed), name="label_feed"),
    path("solutions/feed.atom", feeds.solutions_feed, name="solutions_feed"),
    path("me/mirror/", mine.mirror, name="mirror"),
    path("about/us/", views.about_us, name="about_us"),
    path("about/api/", views.about_api, name="about_api"),
]
