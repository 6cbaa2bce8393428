"""The nouns of a review as frozen dataclasses. Standard library only."""
