-- Messages that a site pushed, numbered per source without gaps in the order of their commits.
create table ingest (
    source text not null,
    number bigint not null,
    digest text not null,
    body text not null,
    received_at bigint not null,
    primary key (source, number),
    unique (source, digest)
);

create table ingest_numbers (
    source text primary key,
    last bigint not null
);
