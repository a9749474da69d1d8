"""机构: regions, departments, posts, staff and the working calendar."""
