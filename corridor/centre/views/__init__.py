"""Pages of the centre: thin, each behind its door."""
