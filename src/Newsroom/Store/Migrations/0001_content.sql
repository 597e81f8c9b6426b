create table sources (
    name text primary key,
    first_read_at bigint
);

create table items (
    id {identity},
    source text not null,
    external_id text not null,
    where_found text not null,
    kind text not null,
    title text not null,
    url text,
    summary text,
    body text,
    image_url text,
    image_alt text,
    image_credit text,
    author text,
    correction text,
    published_at bigint,
    publish_at bigint,
    expires_at bigint,
    deadline_at bigint,
    starts_at bigint,
    state text not null,
    revision integer not null,
    content_hash text not null,
    seen_at bigint not null,
    public_at bigint,
    unique (source, external_id)
);

create index items_public on items (public_at, id) where state = 'public';
create index items_scheduled on items (publish_at) where state = 'scheduled';

create table item_revisions (
    item_id bigint not null references items (id),
    revision integer not null,
    at bigint not null,
    changed text not null,
    correction text,
    primary key (item_id, revision)
);

create table topics (
    id {identity},
    slug text not null unique,
    name text not null,
    muted_at bigint
);

create table item_topics (
    item_id bigint not null references items (id),
    topic_id bigint not null references topics (id),
    primary key (item_id, topic_id)
);

create index item_topics_topic on item_topics (topic_id, item_id);

create table routes (
    id {identity},
    topic_id bigint not null references topics (id),
    lane text not null,
    address text not null,
    settings text not null,
    since bigint not null,
    unique (topic_id, lane, address)
);

create table cursors (
    source text primary key,
    cursor text,
    etag text,
    read_at bigint,
    failures integer not null default 0,
    error text
);

create table leases (
    name text primary key,
    owner text not null,
    fence bigint not null,
    until bigint not null
);
