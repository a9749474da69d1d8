"""Citizens and enterprises: find, apply, follow."""
