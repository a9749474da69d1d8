"""Pages of helpers (帮办员): whom they help, what they do in their name, what came of it."""
