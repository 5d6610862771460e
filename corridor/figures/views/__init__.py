"""Pages of returns and figures."""
