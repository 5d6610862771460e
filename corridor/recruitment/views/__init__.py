"""Pages of recruitment: thin, each behind its door."""
