"""What plays the product: the stage, its cast, the house on the page, and the rehearsal with its auditor."""
