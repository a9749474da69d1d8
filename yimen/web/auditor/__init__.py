"""审计: what the audit administrator reads."""
