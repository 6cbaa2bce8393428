"""The review page: a web application on this machine. Everything in it goes through `curate.review.Review`."""
