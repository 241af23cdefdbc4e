-- When the one-use number of a picture was used up: before anything of the picture is looked at.
alter table stills add column taken_at timestamptz;
update stills set taken_at = received_at;
