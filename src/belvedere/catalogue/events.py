"""What the room tells the rooms above it."""

from django.dispatch import Signal

#: Sent once by a run or an action, within its transaction: receivers only enqueue. ``ids``: numbers of the offers created, changed, archived or back
#: (a list, without order). Receivers enqueue what follows (re-indexing) and do not assume that an offer still exists.
offers_changed = Signal()
