"""Workers' centres: cases with their grievances, actions, remedies, retaliation; services; organising."""
