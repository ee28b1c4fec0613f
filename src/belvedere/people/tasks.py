"""Work behind the pages: mails."""

from typing import Any

from belvedere.kit import jobs
from belvedere.territories.models import Destination

from .actions import invitations
from .models import Account


@jobs.job("people.send_invitation")
def send_invitation(*, progress: jobs.Progress, account: int, place: int | None, sender: str) -> None:
    where: Any = Destination.everything.filter(pk=place).first()
    invitations.send_invitation(account=Account.everything.get(pk=account), place=where, sender=sender)
