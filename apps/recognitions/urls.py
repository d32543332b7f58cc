from django.urls import URLPattern

app_name = "recognitions"
urlpatterns: list[URLPattern] = []
