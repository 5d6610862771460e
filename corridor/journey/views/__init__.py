"""Pages about workers and parties."""
