"""What the centre knows of cases and services, as facts that may be counted. None of them looks into an assessment or
an official finding: figures never come to decide who is served (WIF2023-52).
"""

from corridor.centre.facts.actions import ACTION, RETALIATION
from corridor.centre.facts.grievances import CLOSING, GRIEVANCE
from corridor.centre.facts.people import PERSON
from corridor.centre.facts.remedies import REMEDY
from corridor.centre.facts.services import REFERRAL, SERVICE_GIVEN

KINDS = (PERSON, GRIEVANCE, CLOSING, ACTION, REFERRAL, REMEDY, RETALIATION, SERVICE_GIVEN)
