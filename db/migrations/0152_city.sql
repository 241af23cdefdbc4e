-- Owned by src/people: the city that the Pix code carries. "" where the AR has not said it: then the address's is read.
alter table registration_authorities add column city text not null default '';
