create table calendars (
    lane text primary key,
    address text not null
);
