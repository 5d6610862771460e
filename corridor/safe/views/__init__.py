"""Pages of the safe ground."""
