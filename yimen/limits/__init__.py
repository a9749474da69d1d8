"""How much each asker has asked of late: what the rate limits count, shared by all processes."""
