"""Pilotage: the figures of every room put together, for the office and for everybody.

Nouns: ``Dashboard`` and its ``Tile`` (one figure, one period, one comparison, one way to draw it), ``MonthNote`` with
its ``NoteVersion`` (a note of the month and what was published of it), ``Subscriber`` and ``NoteLetter`` (who receives
it, and that it left once). Assembles what other rooms count; counts nothing itself.
"""
