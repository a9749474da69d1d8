"""大厅: sites, windows, opening hours, who serves what where, shifts, powers that moved down."""
