"""Rencontres pro: one day where the providers of a destination meet buyers at tables, a few minutes each.

Nouns: ``Edition`` (one such day), ``Participant`` (who comes, when, how many at a time), ``Wish`` (who wants to meet
whom, in order), ``PlanVersion`` (a timetable with its proof, never overwritten), ``Meeting`` (a cell of it).
"""
