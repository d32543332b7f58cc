"""allauth's pages that make sense here: no e-mail, no social accounts. The names are allauth's own."""

from allauth.account import views as account
from django.urls import include, path

from apps.people.views import entrance

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", entrance.sign_up, name="account_signup"),
    path("lost/", entrance.lost, name="account_reset_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("passphrase/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
