"""The only place that opens Word documents and spreadsheets. Layers above see `FileTable` alone."""
