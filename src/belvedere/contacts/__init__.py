"""Relation client (GRC): visitors and prospects, what they consented to, what they lived with us and what they think.

Nouns: ``Person`` (a visitor or a prospect, apart from organisations), ``Wording`` (the text shown when one consents),
``Consent`` (a line of the ledger, with its proof), ``OptIn`` (a sign-up that waits), ``Act`` (a line of a timeline),
``Survey`` and ``Sheet`` (asked, and answered by nobody in particular), ``Study`` and ``Wave`` (image on a market).
"""
