from django.urls import path

from apps.trust import views
from apps.trust.refusal_view import refusal
from apps.trust.scale_feed import scales
from apps.trust.scale_views import scale, scale_change
from apps.trust.severity_view import severity
from apps.trust.why_view import why

app_name = "trust"
urlpatterns = [
    path("me/trust/", views.mine, name="mine"),
    path("me/refusals/<str:reference>/", refusal, name="refusal"),
    path("trust/choice/", views.choose, name="choice"),
    path("desk/severity/", severity, name="severity"),
    path("trust/why/<str:reference>/", why, name="why"),
    path("statuses.atom", scales, name="scales_feed"),
    path("s/<slug:space>/statuses/", scale, name="scale"),
    path("s/<slug:space>/statuses/change/", scale_change, name="scale_change"),
]
