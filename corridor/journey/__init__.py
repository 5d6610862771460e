"""The spine: a worker, her journeys, consent, the parties on the road, evidence, referrals."""
