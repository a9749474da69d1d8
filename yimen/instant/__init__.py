"""秒批: decided by machine where an item's rules allow it, kept with reasons, checked again by people."""
