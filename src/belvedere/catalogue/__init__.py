"""L'offre: what there is to see, do, eat and sleep in, from every source, under one roof.

Nouns: ``Source``, ``Offer`` (imported facts, never drafted) with its ``OfferText``, ``Media``, ``Session`` and
``OfferRaw`` (what came, verbatim), ``OfferStory`` (our own words, with workflow), ``OfferShare`` (who else may edit),
``ImportRun`` and ``ImportItem`` (what an import did to each object), ``DuplicatePair`` (two offers that may be one).
"""
