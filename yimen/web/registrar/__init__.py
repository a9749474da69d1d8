"""Catalogue keepers: items, versions, quality, import, calendar."""
