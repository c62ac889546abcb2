"""The outside world: one package a family of formats."""
