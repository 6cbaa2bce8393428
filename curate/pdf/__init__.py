"""The only place that opens PDFs. Layers above see nothing but the neutral `Page`."""
