"""Languages: the catalogues, and the formats of dates and times."""
