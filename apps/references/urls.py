from django.urls import path

from apps.references import views

app_name = "references"
urlpatterns = [
    path("me/references/", views.mine, name="mine"),
    path("me/references/<slug:reference>/", views.letter, name="letter"),
    path("me/references/<slug:reference>/letter.json", views.document, name="document"),
    path("desk/references/", views.desk, name="desk"),
    path("desk/references/<slug:reference>/", views.at_desk, name="at_desk"),
    path("desk/references/<slug:reference>/letter.json", views.desk_document, name="desk_document"),
]
