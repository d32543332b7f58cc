from django.urls import path

from apps.gate import views

app_name = "gate"
urlpatterns = [
    path("", views.way_in, name="way_in"),
    path("healthz", views.healthz, name="healthz"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
