"""From the words of pages to sentences, and from sentences to results."""
