"""Displays and kiosks in a hall: pages of machines, which prove themselves by a token of their own."""
