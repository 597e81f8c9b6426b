create table calendars (
    lane text primary key,
    address text not null
);

create table public_pages (
    address text primary key
);
