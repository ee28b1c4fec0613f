"""Short messages by the provider of the installation: one request, of the shape that its documentation gives."""

import json
from typing import Any

from django.conf import settings

from . import http


def available() -> bool:
    return bool(settings.SMS_GATEWAY)


def send(number: str, text: str) -> None:
    """Sends ``text`` at once to ``number`` (``+33612345678``). Raises http.Forbidden or http.Unavailable.

    ``SMS_GATEWAY``: ``url``, ``headers``, and ``body``, where ``{to}`` and ``{text}`` stand for both in any string;
    ``private`` true where the gateway is on our own network.
    """
    gateway = settings.SMS_GATEWAY
    http.post(
        gateway["url"],
        json.dumps(filled(gateway["body"], number, text)).encode(),
        headers={"Content-Type": "application/json", **gateway.get("headers", {})},
        private=gateway.get("private", False),
    )


def filled(shape: Any, number: str, text: str) -> Any:
    """The same shape with the message in it."""
    if isinstance(shape, dict):
        return {key: filled(value, number, text) for key, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, number, text) for value in shape]
    return shape.replace("{to}", number).replace("{text}", text) if isinstance(shape, str) else shape
