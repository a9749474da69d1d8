"""材料: files kept by content, checked by content, served only to those who may see them."""
