"""The page of possible duplicates, the dialog that merges, and the search for them behind the window."""
