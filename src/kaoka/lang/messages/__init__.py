"""The sentences, one table a room."""
