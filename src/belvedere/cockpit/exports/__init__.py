"""Files that leave: pictures of charts, PDF, tables."""
