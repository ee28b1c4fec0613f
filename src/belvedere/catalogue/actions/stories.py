"""Our own words on an offer: drafted here, reviewed and published by the office's workflow."""

from datetime import datetime
from typing import Any

from django.db import transaction

from belvedere.catalogue.models import Offer, OfferStory, OfferText
from belvedere.kit import journal


@transaction.atomic
def write_story(
    *, offer: Offer, language: str, title: str, intro: str, body: str, by: Any, now: datetime
) -> OfferStory:
    """Keeps a draft: what is online stays as it is until the draft is published."""
    story = OfferStory.everything.filter(offer=offer, language=language).first()
    if story is None:
        story = OfferStory(offer=offer, language=language, title=title, intro=intro, body=body, live=False)
        story.save()
    draft = story.get_latest_revision_as_object() if story.latest_revision_id else story
    draft.title, draft.intro, draft.body = title, intro, body
    draft.save_revision(user=by)
    journal.record("write_story", story, by=by, now=now, offer=offer.pk, language=language)
    return OfferStory.everything.get(pk=story.pk)


@transaction.atomic
def start_story(*, offer: Offer, language: str, by: Any, now: datetime) -> OfferStory:
    """The story of the offer in that language; when there is none, a draft that starts from the source's own words."""
    story = OfferStory.everything.filter(offer=offer, language=language).first()
    if story is not None:
        return story
    text = offer.texts.filter(language=language).first() or OfferText(name=offer.name)
    return write_story(
        offer=offer,
        language=language,
        title=(text.name or offer.name)[:200],
        intro="",
        body=text.long or text.short,
        by=by,
        now=now,
    )


@transaction.atomic
def publish_story(*, story: OfferStory, by: Any, now: datetime) -> OfferStory:
    """Puts the latest draft online; who may is the caller's question, put to ``access``."""
    (story.latest_revision or story.save_revision(user=by)).publish(user=by, skip_permission_checks=True)
    journal.record("publish_story", story, by=by, now=now, offer=story.offer_id)
    return OfferStory.everything.get(pk=story.pk)
