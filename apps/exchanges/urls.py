from django.urls import path

from apps.exchanges import views

app_name = "exchanges"
urlpatterns = [
    path("me/exchanges/", views.mine, name="mine"),
    path("s/<slug:space>/m/<str:pseudonym>/exchange/", views.propose, name="propose"),
    path("s/<slug:space>/e/<str:reference>/", views.exchange, name="exchange"),
    path("s/<slug:space>/e/<str:reference>/settle/", views.settle, name="settle"),
    path("s/<slug:space>/e/<str:reference>/rate/", views.rate, name="rate"),
    path("s/<slug:space>/e/<str:reference>/take-back/", views.take_back, name="take_back"),
    path("s/<slug:space>/e/<str:reference>/answer/", views.answer, name="answer"),
]
