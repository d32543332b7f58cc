from django.urls import path

from apps.juries.views import pages, sitting

app_name = "juries"
urlpatterns = [
    path("case/<str:case>/jury/", sitting.call, name="call"),
    path("jury/", sitting.mine, name="mine"),
    path("jury/training/", sitting.training, name="training"),
    path("jury/figures/", pages.figures, name="figures"),
    path("jury/seat/<str:seat>/", sitting.seat, name="seat"),
    path("jury/seat/<str:seat>/accept/", sitting.accept, name="accept"),
    path("jury/seat/<str:seat>/decline/", sitting.decline, name="decline"),
    path("jury/seat/<str:seat>/vote/", sitting.vote, name="vote"),
    path("jury/c/<str:case>/", pages.jury, name="jury"),
    path("jury/c/<str:case>/announcement.json", pages.announcement, name="announcement"),
    path("jury/c/<str:case>/draw.json", pages.drawing, name="drawing"),
    path("jury/c/<str:case>/checkpoint.txt", pages.note, name="note"),
    path("jury/c/<str:case>/seats.json", pages.seats, name="seats"),
    path("jury/c/<str:case>/end.json", pages.ending, name="ending"),
]
