"""What people send: a wish list with its buttons, and the office's own forms."""
