-- Breaking news goes before everything else of its address.
alter table deliveries add column urgent integer not null default 0;

-- What stands there, in a word of its sender's own, so that the next change knows what people saw.
alter table deliveries add column shown text;

-- Somebody took away there what we had put: it stays away.
alter table deliveries add column removed_at bigint;
