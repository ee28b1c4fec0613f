"""The open data of a destination for integrators: read-only, OpenAPI described."""
