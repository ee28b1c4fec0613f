"""What the room tells the rooms above it."""

from django.dispatch import Signal

#: Sent once by a run or an action, within its transaction: receivers only enqueue. ``ids``: numbers of the offers
#: created, changed, archived or back (a list, without order); an offer may be gone by the time the work is done.
offers_changed = Signal()
