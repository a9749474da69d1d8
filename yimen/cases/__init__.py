"""办件: the heart. One application of one party for one item, from first contact to result in hand."""
