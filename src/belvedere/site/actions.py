"""Writes: the favourites notebook."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from .models import Notebook, NotebookItem

#: Items that a notebook holds at most.
FULL = 200
#: A notebook that nobody has touched for so long is forgotten.
FORGOTTEN = timedelta(days=400)


class NotebookFull(Exception):
    """Too many favourites; the message is for the visitor."""


@transaction.atomic
def keep_offer(*, token: str, offer_id: int, now: datetime) -> Notebook:
    """Adds an offer to the notebook of that key, opened when there is none. Raises NotebookFull, Offer.DoesNotExist."""
    notebook = Notebook.objects.filter(token=token).first() if token else None
    if notebook is None:
        fresh = {"token": secrets.token_urlsafe(32), "shared": secrets.token_urlsafe(16)}
        notebook = Notebook.objects.create(**fresh, created_at=now, touched_at=now)
    if notebook.items.count() >= FULL:
        raise NotebookFull("Votre carnet est plein : retirez une offre avant d’en ajouter une autre.")
    NotebookItem.objects.get_or_create(notebook=notebook, offer_id=offer_id, defaults={"added_at": now})
    _touch(notebook, now)
    return notebook


@transaction.atomic
def drop_offer(*, token: str, offer_id: int, now: datetime) -> None:
    """Takes an offer out; nothing happens when it was not there."""
    notebook = Notebook.objects.filter(token=token).first() if token else None
    if notebook is not None:
        notebook.items.filter(offer_id=offer_id).delete()
        _touch(notebook, now)


def forget_old_notebooks(*, now: datetime) -> int:
    """Number of notebooks forgotten."""
    return Notebook.objects.filter(touched_at__lt=now - FORGOTTEN).delete()[1].get("public_site.Notebook", 0)


def _touch(notebook: Notebook, now: datetime) -> None:
    notebook.touched_at = now
    notebook.save(update_fields=["touched_at"])
