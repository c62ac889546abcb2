"""What a learner does: schedulers, the queue of a day, the session, and what it adds up to."""
