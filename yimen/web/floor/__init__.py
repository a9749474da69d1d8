"""Pages of those who run the halls: sites, hours, windows, shifts, weekend service, powers that move down."""
