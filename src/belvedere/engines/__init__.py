"""Pure computation: no Django, no clock, no network, no global state.

Every engine takes and returns frozen dataclasses or Arrow/NumPy tables, receives its seed, ignores its neighbours
and also runs alone: ``python -m belvedere.engines.<name>``.
"""
