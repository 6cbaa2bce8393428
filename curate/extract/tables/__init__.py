"""Tables: a grid, what its labels name, which statistic each number is and what else bears on it, and the results."""
