"""What we ask: questions, derived from items or written by hand."""
