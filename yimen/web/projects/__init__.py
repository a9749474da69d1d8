"""Projects: their owner's pages, the public guide, and the pages of who leads and watches them."""
