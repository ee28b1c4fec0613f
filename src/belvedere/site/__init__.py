"""The public site of a destination: home, search with its map, offer, agenda, favourites notebook, editorial pages.

An assembler: it may read every room. Its own noun is ``Notebook`` (favourites kept without an account).
"""
