"""The professionals' pages: one's editions, one's list in five minutes, one's agenda. A personal address (token) opens
the same two pages without an account."""
