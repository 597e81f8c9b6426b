create table deliveries (
    id {identity},
    lane text not null,
    address text not null,
    cause_kind text not null,
    cause_id bigint not null,
    dedup_key text not null unique,
    wanted text not null,
    wanted_rev integer not null,
    done_rev integer not null default 0,
    state text not null,
    attempt integer not null default 0,
    due_at bigint not null,
    claimed_by text,
    claimed_until bigint,
    remote_id text,
    last_error text,
    created_at bigint not null,
    finished_at bigint
);

-- Claims read only what is still owed: the index stays small however long the history grows.
create index deliveries_owed on deliveries (lane, due_at, id) where state in ('pending', 'sending', 'in_flight');
create index deliveries_sending on deliveries (lane, address) where state = 'sending';
create index deliveries_in_flight on deliveries (lane, claimed_until) where state = 'in_flight';
create index deliveries_doubtful on deliveries (lane, due_at) where state = 'doubtful';
create index deliveries_cause on deliveries (cause_kind, cause_id);
create index deliveries_address on deliveries (lane, address);

create table attempts (
    delivery_id bigint not null references deliveries (id),
    attempt integer not null,
    phase text not null,
    at bigint not null,
    reply text,
    primary key (delivery_id, attempt, phase)
);

create table parked (
    lane text not null,
    address text not null,
    reason text not null,
    since bigint not null,
    checked_at bigint not null,
    primary key (lane, address)
);

create table lanes (
    name text primary key,
    down_reason text,
    down_since bigint,
    next_try_at bigint
);
