"""Sentences: the text of the pages, whose a number is, what it is about, numbers of people, and the results."""
