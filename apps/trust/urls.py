from django.urls import path

from apps.trust import views

app_name = "trust"
urlpatterns = [
    path("me/trust/", views.mine, name="mine"),
    path("trust/choice/", views.choose, name="choice"),
]
