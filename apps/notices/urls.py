from django.urls import path

from apps.notices import views

app_name = "notices"
urlpatterns = [
    path("me/notices/", views.notices, name="list"),
    path("me/quiet/", views.quiet, name="quiet"),
    path("me/notices/mail/", views.mailing, name="mailing"),
    path("notices/confirm/<str:token>/", views.confirm, name="confirm"),
    path("notices/stop/<str:token>/", views.stop, name="stop"),
]
