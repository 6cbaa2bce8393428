"""Tables: from words and rules to a grid (segmentation), and from a grid to results (interpretation)."""
