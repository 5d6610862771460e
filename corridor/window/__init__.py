"""Public portal and feeds."""
