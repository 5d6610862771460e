"""Countries, corridors and organisations; nothing personal."""
