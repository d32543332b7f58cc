"""Sessions that know whose they are, so that one can see them, and erasing ends them all."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from apps.base.compiled import Compiled, given
from apps.people.models import Session

RUNNING = Compiled(lambda: Session.objects.filter(session_key=given("key"), expire_date__gt=given("now")))


class SessionStore(DatabaseStore):
    """Django's store on our table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        """As Django reads it, at the beginning of every page of whoever signed in."""
        found = RUNNING.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Whose it is stands beside it."""
        row = super().create_model_instance(data)
        return Session(
            session_key=row.session_key,
            session_data=row.session_data,
            expire_date=row.expire_date,
            account_id=int(data["_auth_user_id"]) if "_auth_user_id" in data else None,
        )
