"""What a user asks for: one module per job; files, clock and seed are read here."""
