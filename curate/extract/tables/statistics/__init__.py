"""Which statistic a number is: asked of the texts around it, and of its shape."""
