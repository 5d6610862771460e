import time
import pytest
from corridor.journey.actions import importing
from corridor.journey.codes import new_code
from corridor.recruitment.tests.test_importing import *
pytestmark = pytest.mark.django_db
def test_t(people):
    codes=[]
    from corridor.journey.contents import Party
    for i in range(100):
        write_record(Party("agency", (f"A {i}",)), by=people.amina)
    for i in range(300):
        codes.append(new_code(codes)); filed(people.amina, codes[-1])
    for kind, head, row in (("hop","Code,Role,Name,Country","agency,Himal %d,JOR"),("spell","Code,What she did,Pay,Currency,For each,Since","paid-work,%d,USD,month,2021")):
        rows=[f"{codes[i%300]},"+row%i for i in range(600)]
        t=time.time(); id=brought(people.amina, kind, head, *rows); print("brought", time.time()-t)
        e=known(people.amina).get(id)
        t=time.time(); f=importing.classed(known(people.amina), e, people.amina)[1]; print(kind,"check",time.time()-t, len(f.taken),len(f.warned),len(f.refused), f.reasons[:2])
        t=time.time(); importing.take_step(id, read=e.change, by=people.amina); print("step", time.time()-t)
