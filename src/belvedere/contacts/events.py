"""What the room tells the rooms above it, and what it asks of them: whoever holds personal data answers here.

``person_exported`` and ``person_erased`` are the register of the holders of personal data: a room that keeps words of a
person anywhere (in a row that points at ``Person``, or at nobody) connects a receiver to each, in its ``receivers``.
"""

from django.dispatch import Signal

#: Sent within the transaction: receivers only enqueue. ``ids``: numbers of the persons created, changed, merged or
#: erased, or whose consents or timeline changed (a list, without order).
people_changed = Signal()

#: Asked while somebody's file is drawn up. ``person``: the row. A receiver returns ``{"heading": [rows]}``, rows being
#: plain JSON objects, for what it holds outside of the tables that point at ``Person`` (those are read by themselves).
person_exported = Signal()

#: Sent within the transaction of an erasure, before the person's own words are emptied. ``person``: the row. A receiver
#: empties what it holds of that person and removes no row, so that every count stays what it was.
person_erased = Signal()

#: Asked while a letter is drawn up, for the offers picked in it: this room does not know the offer. ``ids``: numbers in
#: the order picked; ``language``; ``destination``: the row; ``now``. A receiver returns a list of
#: ``queries.letters.Card``.
cards_asked = Signal()

#: Sent within the transaction: receivers only enqueue. ``segment``: the row; ``entered``, ``left``: numbers of the
#: persons; ``at``. Not sent when a segment is filled for the first time or its conditions change.
segment_moved = Signal()
