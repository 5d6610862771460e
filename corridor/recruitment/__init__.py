"""How she was recruited: who stood on the road, what each said, what it cost, and the debt behind it."""
