"""工程建设项目: which case is which stage of which project, what the zone has assessed, who leads it."""
