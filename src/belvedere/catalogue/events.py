"""What the room tells the rooms above it."""

from django.dispatch import Signal

#: Sent after the commit, once a run or an action. ``ids``: numbers of the offers created, changed, archived or back
#: (a list, without order). Receivers enqueue what follows (re-indexing) and do not assume that an offer still exists.
offers_changed = Signal()
