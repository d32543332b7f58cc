from django.urls import path

from apps.disputes import views

app_name = "disputes"
urlpatterns = [
    path("trust/contest/<slug:kind>/<str:reference>/", views.contest, name="open"),
    path("trust/contests/", views.figures, name="figures"),
    path("trust/contests.csv", views.as_csv, name="csv"),
    path("me/contests/<str:reference>/", views.mine, name="mine"),
    path("desk/contests/", views.waiting, name="desk"),
    path("desk/contests/<str:reference>/", views.one, name="desk_one"),
]
