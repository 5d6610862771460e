"""Pages of a worker's spells, and of the trajectories of many."""
