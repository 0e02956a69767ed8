"""One record on the screen: editors of single values, the form, the pane beside a list."""
