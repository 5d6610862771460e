"""Tables that are brought in: where a column goes, what a cell means, which rows are taken, what is told of the others.

What rows of cases become is said in the centre's room; what rows of a part of a file become (a hop, a charge, a loan,
a spell), here.
"""
