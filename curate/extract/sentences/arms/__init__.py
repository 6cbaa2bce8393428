"""Whose a number of a sentence is: the names of a trial's arms, and which of them a statement belongs to."""
