"""Territoires et marques: where we are and in whose name we speak.

Nouns: ``Area`` (region, department, EPCI), ``Commune`` with its history and contour, ``Territory`` (any named set of
communes), ``Destination`` (nested, one public site each), ``Brand`` (inherited field by field from the parent).
"""
