"""What trainees carry: which questions become cards, what a card says, what was sent."""
