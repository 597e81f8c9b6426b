create table subscribers (
    id {identity},
    address text not null,
    address_hash text not null,
    zone text,
    language text,
    paused_until bigint,
    created_at bigint not null
);

-- Nobody gets two mails for having been written twice, once with a capital letter.
create unique index subscribers_address on subscribers (lower(address));

create table subscriptions (
    id {identity},
    subscriber_id bigint not null references subscribers (id),
    topic_id bigint not null references topics (id),
    plan text not null,
    confirmed_at bigint,
    ended_at bigint,
    ended_by text,
    consent text not null,
    unique (subscriber_id, topic_id)
);

create table suppressions (
    address_hash text primary key,
    reason text not null,
    since bigint not null,
    evidence text not null
);

create table editions (
    id {identity},
    plan text not null,
    name text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    opened_at bigint not null,
    state text not null,
    item_count integer not null,
    unique (plan, starts_at),
    unique (plan, name)
);

create table edition_items (
    edition_id bigint not null references editions (id),
    item_id bigint not null references items (id),
    revision integer not null,
    position integer not null,
    primary key (edition_id, item_id)
);
