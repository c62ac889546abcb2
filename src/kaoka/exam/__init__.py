"""What trainers set: a blueprint, the forms drawn from it, their keys and papers."""
