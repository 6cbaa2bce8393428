"""Numbers of people: sizes of groups, whom something befell, flow diagrams."""
