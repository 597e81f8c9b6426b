alter table items add column notify text not null default 'normal';
alter table items add column retraction text;
alter table items add column gone_at bigint;

-- What staff want of an item, over what its source says. Each "source_" column is the value that staff replaced: when the
-- source changes that, the source is right again.
create table item_orders (
    item_id bigint primary key references items (id),
    title text,
    source_title text,
    summary text,
    source_summary text,
    correction text,
    source_correction text,
    has_summary integer not null default 0,
    has_correction integer not null default 0,
    publish_at bigint,
    source_publish_at bigint,
    held_at bigint,
    retracted_at bigint,
    held_before integer not null default 0
);

alter table routes add column origin text not null default 'file';

-- What the configuration said at the last start: only what changed since is applied, and the rest is left as staff made it.
create table file_routes (
    topic_id bigint not null references topics (id),
    lane text not null,
    address text not null,
    settings text not null,
    primary key (topic_id, lane, address)
);

insert into file_routes (topic_id, lane, address, settings) select topic_id, lane, address, settings from routes;

-- Staff sent it to an address that its topics do not lead to: it is not withdrawn from there for that.
alter table deliveries add column by_staff integer not null default 0;
create index deliveries_remote on deliveries (lane, remote_id) where remote_id is not null and cause_kind <> 'edition';
create index deliveries_troubled on deliveries (lane, state, id) where state in ('held', 'dead', 'doubtful');

create table audit (
    id {identity},
    at bigint not null,
    interaction_id text unique,
    staff_id text not null,
    staff_name text,
    command text not null,
    options text not null,
    result text not null
);

create table approvals (
    kind text not null,
    item_id bigint not null references items (id),
    staff_id text not null,
    at bigint not null,
    primary key (kind, item_id, staff_id)
);

-- Where cards and alerts for staff go.
create table desks (
    lane text primary key,
    address text not null
);

create table incidents (
    id {identity},
    key text not null,
    reason text not null,
    since bigint not null,
    recovered_at bigint
);

create unique index incidents_open on incidents (key) where recovered_at is null;
create index incidents_key on incidents (key, id);

create table test_posts (
    id {identity},
    topic_id bigint not null references topics (id),
    lane text not null,
    address text not null,
    staff_id text not null,
    at bigint not null
);

create table spendings (
    name text not null,
    at bigint not null
);

create index spendings_name on spendings (name, at);

create table fingerprints (
    scope text primary key,
    hash text not null,
    at bigint not null
);

create table plan_states (
    plan text primary key,
    paused_at bigint,
    resumed_at bigint,
    note text
);

create table plan_picks (
    plan text not null,
    item_id bigint not null references items (id),
    pick text not null,
    primary key (plan, item_id)
);

alter table editions add column note text;
alter table editions add column cancelled_at bigint;

create table digest_tests (
    id {identity},
    plan text not null,
    subscriber_id bigint not null,
    starts_at bigint not null,
    at bigint not null
);
