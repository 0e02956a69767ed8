"""What happened with anyone: notes."""
