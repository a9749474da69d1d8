"""Who is logged in: people by telephone, staff by number, machines by token."""
