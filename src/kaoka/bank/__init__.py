"""What we know: items, read from YAML and checked."""
