"""主体: people, enterprises and the mandates by which one acts for another."""
