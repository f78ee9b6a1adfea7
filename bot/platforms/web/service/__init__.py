"""The page as it is served: its routes, its server, its run, and what doctor looks at."""
