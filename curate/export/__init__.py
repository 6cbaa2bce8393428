"""Writers behind one protocol."""
