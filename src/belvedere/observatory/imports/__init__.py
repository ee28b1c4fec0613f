"""One module an outside form: fetch, hand to an engine, have written."""
