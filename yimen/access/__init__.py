"""The access log: one line a request, one file a day, sealed, packed and removed by policy."""
