"""Writes of the room: roles and the groups that follow them, invitations, organisations, one's own profile."""
