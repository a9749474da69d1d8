"""Who is measured in (a): the product, the same rows by plain SQL, and two workflow engines."""
