from django.urls import path

from apps.referrals import views

app_name = "referrals"
urlpatterns = [
    path("s/<slug:space>/referrals/", views.home, name="home"),
    path("s/<slug:space>/referrals/for/<str:reference>/", views.one, name="one"),
    path("s/<slug:space>/referrals/for/<str:reference>/end/", views.end, name="end"),
    path("s/<slug:space>/referrals/take-back/", views.take_back, name="take_back"),
]
