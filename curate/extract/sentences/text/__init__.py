"""From the words of pages to passages of running text, and which part of a report they belong to."""
