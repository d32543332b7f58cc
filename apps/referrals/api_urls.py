from django.urls import path

from apps.referrals import api

app_name = "referrals-api"
urlpatterns = [path("s/<slug:space>/referrals/", api.FiguresView.as_view(), name="figures")]
