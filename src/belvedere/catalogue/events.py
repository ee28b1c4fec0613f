"""What the room tells the rooms above it."""

from django.dispatch import Signal

#: Sent after the commit, once a run or an action. ``ids``: numbers of the offers created, changed, archived or back
#: (a list, without order). One receiver re-indexes, another refreshes the sessions; neither may assume they exist still.
offers_changed = Signal()
