"""Comptes et structures: who uses the house, for whom and with what rights.

Nouns: ``Account`` (signs in with a mail address), ``Organisation`` (office, agency, provider, buyer, institution),
``Membership`` (a person in an organisation), ``Role`` (what an account may do in a destination).
"""
