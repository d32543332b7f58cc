from django.urls import path

from apps.federation.views import asked, asking, badges, feeds, joining, letters, moving, peers, recognising

app_name = "federation"
urlpatterns = [
    path("elsewhere/", joining.elsewhere, name="elsewhere"),
    path("elsewhere/join/", joining.join, name="join"),
    path("elsewhere/asked/", asked.mine, name="asked"),
    path("elsewhere/asked/<str:reference>/", asked.consent, name="asked_consent"),
    path("elsewhere/badges/", badges.mine, name="badges"),
    path("elsewhere/homes/", moving.homes, name="homes"),
    path("elsewhere/homes/add/", moving.add, name="home_add"),
    path("elsewhere/homes/key/", moving.prove, name="identity"),
    path("elsewhere/homes/key/<str:reference>/forget/", moving.forget, name="identity_forget"),
    path("elsewhere/homes/<int:number>/move/", moving.move, name="home_move"),
    path("elsewhere/homes/<int:number>/remove/", moving.remove, name="home_remove"),
    path("elsewhere/decision/<str:reference>/", joining.decision, name="decision"),
    path("s/<slug:space>/from-elsewhere/", joining.from_elsewhere, name="from_elsewhere"),
    path("s/<slug:space>/federation/", peers.space_sites, name="space"),
    path("o/<slug:op>/sources/", feeds.sources, name="sources"),
    path("o/<slug:op>/sources/<str:reference>/", feeds.source, name="source"),
    path("o/<slug:op>/sources/<str:reference>/confirm/", feeds.confirm, name="confirm"),
    path("o/<slug:op>/sources/<str:reference>/pause/", feeds.pause, name="pause"),
    path("o/<slug:op>/sources/<str:reference>/resume/", feeds.resume, name="resume"),
    path("o/<slug:op>/sources/<str:reference>/retry/", feeds.retry, name="retry_source"),
    path("desk/asked-elsewhere/", asking.desk, name="asking"),
    path("desk/asked-elsewhere/<str:reference>/", asking.read, name="asking_read"),
    path("desk/letters/", letters.desk, name="letters"),
    path("desk/letters/<str:reference>/", letters.letter, name="letter"),
    path("desk/recognitions/<slug:space>/elsewhere/", recognising.recognise, name="recognise"),
    path("desk/sites/", peers.sites, name="sites"),
    path("desk/sites/lists/", peers.lists, name="lists"),
    path("desk/sites/lists/<int:number>/adopt/", peers.adopt, name="adopt"),
    path("desk/sites/<str:reference>/", peers.site, name="site"),
    path("desk/sites/<str:reference>/decide/", peers.decide, name="decide"),
    path("desk/sites/<str:reference>/retry/", peers.retry, name="retry"),
]
