"""Classifications by date: codes, titles, notes and search."""
