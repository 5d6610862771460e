"""Pages of programme: overview, projects, events, publications, and their editing."""
