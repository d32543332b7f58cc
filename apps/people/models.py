"""Accounts sign in; personas speak. One or several personas per account, linked only by the person's choice."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.base.models import Referenced

PSEUDONYM = RegexValidator(
    r"^[\w](?:[\w.\- ]{0,38}[\w])?\Z",
    _("A pseudonym has 1 to 40 letters, digits, spaces, dots or dashes, and starts with a letter or digit."),
)


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; `username` is only what one types to sign in."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser, PermissionsMixin, Referenced):
    """Who may sign in. Nothing public hangs on it: what is said is said by a persona."""

    username = models.CharField(_("pseudonym"), max_length=40, unique=True, validators=[PSEUDONYM])
    email = models.EmailField(_("e-mail"), blank=True, default="")
    language = models.CharField(max_length=2, choices=[("fr", "français"), ("en", "English")], default="fr")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    first_name = ""
    last_name = ""

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def get_full_name(self) -> str:
        """A pseudonym is all there is."""
        return self.username

    def get_short_name(self) -> str:
        return self.username


class Persona(Referenced):
    """A pseudonym with its own opaque reference: the public face of an account, in one space or several."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="personas", null=True)
    pseudonym = models.CharField(max_length=40, validators=[PSEUDONYM])
    skeleton = models.CharField(max_length=80, unique=True)  # what the eye takes it for
    created_at = models.DateTimeField()
    is_main = models.BooleanField(default=False)  # the one that speaks where no other was chosen
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(is_main=True), name="persona_one_main_per_account"),
        ]

    def is_one_with(self, other: "Persona | None") -> bool:
        """Whether one person stands behind both names."""
        if other is None:
            return False
        return self.pk == other.pk or (self.account_id is not None and self.account_id == other.account_id)


class Session(AbstractBaseSession):
    """A browser that is signed in, or was greeted."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The class that reads and writes these rows."""
        from apps.people.sessions import SessionStore

        return SessionStore


class RecoveryCode(models.Model):
    """Opens an account whose passphrase is lost, once. Shown once, kept as a digest."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]


class Export(Referenced):
    """A copy of everything about a person, made at their request; it lives a day and is handed over once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="exports")
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)  # a name under DATA_DIR/exports
    taken_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)


class Invitation(Referenced):
    """A link by which somebody brings others here. Nobody needs one."""

    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="invitations")
    made_at = models.DateTimeField()
    until = models.DateTimeField()


class Arrival(models.Model):
    """By which invitation an account came: known for a year, so that what one hand brings here counts as one hand."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="arrival")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="arrivals")
    at = models.DateTimeField()


class Consultation(models.Model):
    """Somebody in office looked closely at what is held about a person: who, when, and for what. Once per day each."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="consultations", db_index=False)
    office = models.CharField(max_length=32)  # in what capacity: trust_manager, auditor, mediator, self
    by = models.CharField(max_length=80, blank=True)  # the mandate's public name; empty where that is not to be known
    purpose = models.CharField(max_length=16)
    about = models.CharField(max_length=64, blank=True)  # the opaque reference of the case, the alert, the copy
    path = models.CharField(max_length=200, blank=True)  # where it is read, without the language
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "office", "by", "purpose", "about", "day"], name="consultation_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["account", "-at"], name="consultation_of_account")]
