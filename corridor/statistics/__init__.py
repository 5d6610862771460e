"""Statistics: what releases tell: indicators over time, changes, patterns, tables, targets and reports."""
