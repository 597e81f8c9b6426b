-- An item keeps its identity when its source gives it another id: the ids that it had before make no post either.
create table item_aliases (
    source text not null,
    external_id text not null,
    item_id bigint not null references items (id),
    at bigint not null,
    primary key (source, external_id)
);

create index item_aliases_item on item_aliases (item_id, at);

-- What a first read could not read was there before the watch began: it is archive when it can be read.
create table first_refusals (
    source text not null,
    external_id text not null,
    primary key (source, external_id)
);

-- Too many went from their source at once: they stand until staff say what it was.
create table vanished_items (
    item_id bigint primary key references items (id),
    source text not null,
    since bigint not null
);

create index vanished_items_source on vanished_items (source);

-- Many items in one message, an address each.
create table roundups (
    id {identity},
    source text not null,
    at bigint not null
);

create table roundup_items (
    roundup_id bigint not null references roundups (id),
    lane text not null,
    address text not null,
    item_id bigint not null references items (id),
    primary key (roundup_id, lane, address, item_id)
);

create index roundup_items_item on roundup_items (item_id);

alter table items add column archived integer not null default 0;

-- What came with the first read of its source and was never owed to anybody is its archive.
update items set archived = 1
where state <> 'scheduled' and seen_at = (select s.first_read_at from sources s where s.name = items.source)
    and not exists (select 1 from deliveries d where d.cause_kind = 'item' and d.cause_id = items.id);

alter table item_revisions add column weight text;

-- Link and title are searched by their beginning, for an entry of an index may not be longer than a page.
create index items_here on items (source, gone_at, external_id);
create index items_link on items (source, substr(url, 1, 200));
create index items_title on items (source, substr(title, 1, 100));
create index deliveries_held on deliveries (cause_kind, cause_id) where state = 'held';
