"""What is to be done: events and tasks."""
