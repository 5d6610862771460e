"""Pages that read releases and nothing else."""
