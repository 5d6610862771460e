"""Earlier cases from a table: where a column goes, what a cell means, which rows are taken, what they become."""
