from django.urls import path

from apps.federation.views import joining, peers

app_name = "federation"
urlpatterns = [
    path("elsewhere/", joining.elsewhere, name="elsewhere"),
    path("elsewhere/join/", joining.join, name="join"),
    path("elsewhere/decision/<str:reference>/", joining.decision, name="decision"),
    path("s/<slug:space>/from-elsewhere/", joining.from_elsewhere, name="from_elsewhere"),
    path("s/<slug:space>/federation/", peers.space_sites, name="space"),
    path("desk/sites/", peers.sites, name="sites"),
    path("desk/sites/<str:reference>/", peers.site, name="site"),
    path("desk/sites/<str:reference>/decide/", peers.decide, name="decide"),
    path("desk/sites/<str:reference>/retry/", peers.retry, name="retry"),
]
