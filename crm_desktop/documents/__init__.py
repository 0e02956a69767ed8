"""Documents made of templates: what is printed, mailed and kept."""
