"""Relation client (GRC): visitors and prospects, what they consented to, and what they lived with us.

Nouns: ``Person`` (a visitor or a prospect, apart from organisations), ``Wording`` (the text shown when somebody
consents, in its versions), ``Consent`` (one line of the ledger: given or withdrawn, for a purpose and a channel, with
its proof), ``OptIn`` (a sign-up that waits for its confirmation), ``Act`` (one line of somebody's timeline, whatever
the room), ``Survey`` and ``Sheet`` (what was asked, and answered by nobody in particular), ``Study`` and ``Wave``
(image and awareness on a market, a year).
"""
