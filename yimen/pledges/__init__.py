"""告知承诺核查: what was promised instead of proved is checked after the decision, and what follows."""
