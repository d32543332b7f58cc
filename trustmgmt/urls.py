"""Public addresses. Pages carry a language; machine routes do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("apps.gate.urls")),
    path("", include("apps.federation.machine_urls")),
    path("", include("apps.ledger.machine_urls")),
    path("", include("apps.labels.machine_urls")),
    path("", include("apps.badges.machine_urls")),
    path("api/", include("apps.ledger.api_urls")),
    path("api/", include("apps.moderation.api_urls")),
    path("api/", include("apps.juries.api_urls")),
    path("api/", include("apps.posts.api_urls")),
    path("api/", include("apps.mediation.api_urls")),
    path("api/", include("apps.disputes.api_urls")),
    path("api/", include("apps.professionals.api_urls")),
    path("api/", include("apps.badges.api_urls")),
    path("api/", include("apps.referrals.api_urls")),
    path("api/", include("apps.recognitions.api_urls")),
    path("api/", include("apps.accountability.api_urls")),
    path("api/", include("apps.trust.api_urls")),
    path("api/", include("apps.pages.api_urls")),  # the last of them: it refuses what no twin answers
    *i18n_patterns(
        path("", include("apps.pages.urls")),  # first: most of what is read; all others would be tried before each time
        path("", include("apps.look.urls")),
        path("", include("apps.ledger.urls")),
        path("accounts/", include("apps.people.account_urls")),
        path("", include("apps.people.urls")),
        path("", include("apps.notices.urls")),
        path("", include("apps.documents.urls")),
        path("", include("apps.spaces.urls")),
        path("", include("apps.posts.urls")),
        path("", include("apps.warnings.urls")),
        path("", include("apps.exchanges.urls")),
        path("", include("apps.trust.urls")),
        path("", include("apps.referrals.urls")),
        path("", include("apps.recognitions.urls")),
        path("", include("apps.badges.urls")),
        path("", include("apps.references.urls")),
        path("", include("apps.moderation.urls")),
        path("", include("apps.disputes.urls")),
        path("", include("apps.juries.urls")),
        path("", include("apps.professionals.urls")),
        path("", include("apps.mediation.urls")),
        path("", include("apps.accountability.urls")),
        path("", include("apps.labels.urls")),
        path("", include("apps.audits.urls")),
        path("", include("apps.proposals.urls")),
        path("", include("apps.federation.urls")),
    ),
]

handler400 = "apps.look.views.bad_request"
handler500 = "apps.look.views.server_error"
