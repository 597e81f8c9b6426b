-- What stood before a reader changed something, so that it can be put back.
create table reader_undos (
    id {identity},
    subscriber_id bigint not null references subscribers (id),
    at bigint not null,
    before text not null,
    used_at bigint
);

create index reader_undos_subscriber on reader_undos (subscriber_id, id);
