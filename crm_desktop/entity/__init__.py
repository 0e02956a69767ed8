"""Entity descriptions: what a model cannot know of itself, and the generic work that reads them."""
