"""What a sentence is about, and when: the outcome of a value, in its own words."""
