"""What changes returns and releases."""
