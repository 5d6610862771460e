"""Portfolio, results, events, publications, expertise, regional plans."""
