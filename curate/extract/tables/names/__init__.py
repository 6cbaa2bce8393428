"""What the labels along the axes of a table name: arms, times, outcomes, statistics."""
