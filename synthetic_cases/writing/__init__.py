"""Writing charts: a grammar of our own that records evidence as it appends."""
