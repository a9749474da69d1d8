"""The one window: receive, decide acceptance, hand out."""
