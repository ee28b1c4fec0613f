"""Sessions in the database, as Django keeps them, read in one short question."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from belvedere.kit.prepared import Prepared

_kept = Prepared(lambda key: Session.objects.filter(session_key=key))


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        kept = next(iter(_kept(self.session_key)), None)
        if kept is None or kept.expire_date <= timezone.now():
            self._session_key = None
            return {}
        decoded: dict[str, Any] = self.decode(kept.session_data)
        return decoded
