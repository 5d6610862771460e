"""Her trajectory: every spell of paid and unpaid work, what pay is beside its references, what came of it for her."""
