"""What the room tells the rooms above it."""

from django.dispatch import Signal

#: Sent after the commit. ``edition``, ``plan``: numbers of the edition and of the version that everybody now follows.
plan_published = Signal()

#: Sent after the commit, when the office closes the figures of an edition, and each time it closes them again.
#: ``edition``: its number; ``day``: its date; ``figures``: the fields of ``queries.results.Figures``, plain numbers
#: (amounts in cents, shares in %).
edition_measured = Signal()
