"""事项: items, immutable versions, shared materials and data elements, import and search."""
