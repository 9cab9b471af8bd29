"""Languages: the catalogues, and dates and hours as each language writes them."""
