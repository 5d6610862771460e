"""Pages of learning: lessons, the shelf, search, corridors, design review."""
