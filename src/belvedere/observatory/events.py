"""What the room tells the rooms above it."""

from django.dispatch import Signal

#: Sent once by a delivery, within its transaction: receivers only enqueue. ``ids``: numbers of the series whose points
#: were added or revised (a list, without order); ``delivery``: its number.
series_changed = Signal()
