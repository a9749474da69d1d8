"""大厅: sites, windows, who may be served where, shifts; what is refused when they are entered."""
