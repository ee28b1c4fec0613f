"""Observatoire: who comes, how many, from where; the figures of the destination and where they come from.

Nouns: ``DataSource`` (who gives figures, under which licence) with its ``Mapping`` of columns, ``Series`` (one thing
counted in one place) with its ``SeriesBreak``, ``Delivery`` and ``DeliveryItem`` (what a delivery did to each series).
The figures themselves are facts on disk (``queries.facts``); the database only holds their catalogue.
"""
