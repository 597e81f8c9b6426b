-- A filter that lets only some items of the topic pass, in its own words (null: all pass), and whether staff approve each post.
alter table routes add column filter text;
alter table routes add column approval integer not null default 0;
alter table file_routes add column filter text;
alter table file_routes add column approval integer not null default 0;

-- Why a row is or was held, as a sum: 1 the fuse, 2 approval. It goes only when each reason has had its answer.
alter table deliveries add column held_for integer not null default 0;
update deliveries set held_for = 1 where state = 'held';

-- What the configuration called the topics at the last start: a name that staff gave since then stays.
create table file_topics (
    slug text primary key,
    name text not null
);

insert into file_topics (slug, name) select slug, name from topics;
