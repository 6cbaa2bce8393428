"""From a page to grids: where its tables lie, their columns, header and rows, and their notes."""
