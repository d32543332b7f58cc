from django.urls import path

from apps.disputes import views

app_name = "disputes"
urlpatterns = [
    path("trust/contest/<slug:kind>/<str:reference>/", views.contest, name="open"),
    path("me/contests/<str:reference>/", views.mine, name="mine"),
    path("desk/contests/", views.waiting, name="desk"),
    path("desk/contests/<str:reference>/", views.one, name="desk_one"),
]
