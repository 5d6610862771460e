"""The only writers of cases and what belongs to them."""
