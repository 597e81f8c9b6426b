-- fine, failing, late or parked.
alter table cursors add column state text not null default 'fine';

-- WebSub subscriptions to feeds: one a source.
create table websub (
    source text primary key,
    path text not null unique,
    secret text not null,
    hub text not null,
    topic text not null,
    asked_at bigint not null,
    denied_at bigint,
    verified_at bigint,
    expires_at bigint
);
