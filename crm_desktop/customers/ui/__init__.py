"""People in the window: the organisation chart, the phone book, codes for telephones, parts of the pane."""
