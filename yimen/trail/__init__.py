"""What happened: append-only, hash-chained events. Audit, outbox and source of statistics at once."""
