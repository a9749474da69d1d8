"""Pages, by audience. Doors: thin, without rules, never touching tables."""
