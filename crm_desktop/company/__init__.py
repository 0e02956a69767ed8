"""The company itself: its staff and its territories."""
