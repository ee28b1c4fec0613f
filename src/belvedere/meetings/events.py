"""What the room tells the rooms above it."""

from django.dispatch import Signal

#: Sent after the commit. ``edition``, ``plan``: numbers of the edition and of the version that everybody now follows.
plan_published = Signal()
