"""Accueil: what is asked for at the counter, the advice given, and the trip sheet that the visitor leaves with.

Nouns: ``Counter`` (a place where visitors are received), ``DeskRequest`` (one contact, counted, without a name),
``Recommendation`` (an offer that a counsellor recommended to it), ``TripSheet`` (a day or a stay
composed for it, with its live page),
``Complaint`` (with its deadlines), ``OpeningDay`` (how long a counter was open).
"""
