"""Where facts pile up: the review log, and the memories derived from it."""
