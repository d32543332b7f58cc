urlpatterns: list = []
app_name = "juries"
