"""Anki packages: note types, their faces, and the writer."""
