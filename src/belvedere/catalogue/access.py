"""Who sees and edits what of the offer.

Seen by staff: what lies in the territories of their destinations and of those below, what these manage or were given,
and what a source of theirs brought without our knowing where it lies. Edited: an office edits what lies in its
territory; anyone edits what his or her destination manages or was given. Providers see what their structures own.
"""

from typing import Any

from django.db.models import Q, QuerySet

from belvedere.kit import scope
from belvedere.people import access as people

from .models import (
    CorrectionRequest,
    DuplicatePair,
    ImportItem,
    ImportRun,
    Media,
    Offer,
    OfferShare,
    OfferStory,
    Source,
)

people.office_rights(Offer, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(
    OfferStory,
    editor=("view", "add", "change", "delete"),
    manager=("view", "add", "change", "delete", "publish", "lock", "unlock"),
)
people.office_rights(Source, manager=("view", "change"))
for looked_at in (CorrectionRequest, DuplicatePair, ImportRun, Media):
    people.office_rights(looked_at)


def visible_to(user: Any, model: type[Any]) -> "QuerySet[Any]":
    """Rows of one of the models of the room that ``user`` may see."""
    return scope.visible_to(user, model)


def editable_by(user: Any) -> "QuerySet[Offer]":
    """Offers whose stories, status, owner and shares ``user`` may change."""
    if not user.is_active:
        return Offer.everything.none()
    if user.is_superuser:
        return Offer.everything.all()
    writing = people.posts_of(user, people.WRITING)
    inside = Q(commune__in=people.ground_edited_by(user))
    given = Q(pk__in=OfferShare.objects.filter(destination__in=writing).values("offer"))
    return Offer.everything.filter(inside | Q(managed_by__in=writing) | given)


def can_edit(user: Any, offer: Offer) -> bool:
    return editable_by(user).filter(pk=offer.pk).exists()


def owned_by(user: Any) -> "QuerySet[Offer]":
    """Offers of the structures that ``user`` belongs to: what a professional sees."""
    return Offer.everything.filter(owner__in=people.houses_of(user))


def can_ask_correction(user: Any, offer: Offer) -> bool:
    return owned_by(user).filter(pk=offer.pk).exists()


def sources_run_by(user: Any) -> "QuerySet[Source]":
    """Sources whose grace and destination ``user`` may change."""
    if user.is_active and user.is_superuser:
        return Source.everything.all()
    return Source.everything.filter(destination__in=people.posts_of(user, people.WRITING))


def _seen_by_staff(user: Any) -> Q:
    mine = people.reach_of(user)
    inside = Q(commune__in=people.ground_of(user))
    given = Q(pk__in=OfferShare.objects.filter(destination__in=mine).values("offer"))
    nowhere = Q(commune=None, source__in=Source.everything.filter(destination__in=mine))
    return inside | Q(managed_by__in=mine) | given | nowhere


def _offers_of_staff(user: Any) -> "QuerySet[Any]":
    return Offer.everything.filter(_seen_by_staff(user)).values("pk")


@scope.rule(Offer)
def see_offers(user: Any, queryset: "QuerySet[Offer]") -> "QuerySet[Offer]":
    return queryset.filter(_seen_by_staff(user) | Q(owner__in=people.houses_of(user)))


@scope.rule(Media)
@scope.rule(OfferStory)
@scope.rule(OfferShare)
def see_what_hangs_from_offers(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.filter(offer__in=_offers_of_staff(user))


@scope.rule(CorrectionRequest)
def see_requests(user: Any, queryset: "QuerySet[CorrectionRequest]") -> "QuerySet[CorrectionRequest]":
    return queryset.filter(Q(offer__in=_offers_of_staff(user)) | Q(offer__in=owned_by(user).values("pk")))


@scope.rule(DuplicatePair)
def see_pairs(user: Any, queryset: "QuerySet[DuplicatePair]") -> "QuerySet[DuplicatePair]":
    """Both sides are shown: both must be visible."""
    mine = _offers_of_staff(user)
    return queryset.filter(first__in=mine, second__in=mine)


@scope.rule(Source)
def see_sources(user: Any, queryset: "QuerySet[Source]") -> "QuerySet[Source]":
    """Their names and licences stand on public pages: whoever works in an office sees them all."""
    return queryset if people.is_staff_of_an_office(user) else queryset.none()


@scope.rule(ImportRun)
def see_runs(user: Any, queryset: "QuerySet[ImportRun]") -> "QuerySet[ImportRun]":
    return queryset.filter(source__in=Source.everything.filter(destination__in=people.reach_of(user)))


@scope.rule(ImportItem)
def see_items(user: Any, queryset: "QuerySet[ImportItem]") -> "QuerySet[ImportItem]":
    return queryset.filter(run__in=see_runs(user, ImportRun.everything.all()).values("pk"))
