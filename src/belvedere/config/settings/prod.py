"""An installation behind HTTPS: secure cookies, HSTS, hosts named by the environment."""

import os

from .base import *  # noqa: F403

PROXIES = int(os.environ.get("BELVEDERE_PROXIES", "1"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
