-- The end of a period that staff, asked because it was late, left to the next edition.
alter table plan_states add column merged_at bigint;

-- From which edition of a plan on, and to which, a reader gets a topic: both included, and no end while it lasts. It ends when
-- the reader pauses, leaves, or wants the topic by another plan.
create table reader_spans (
    subscription_id bigint not null,
    subscriber_id bigint not null,
    topic_id bigint not null,
    plan text not null,
    first_edition bigint not null,
    last_edition bigint,
    -- What editions held that ended by then, the reader has had or is not owed.
    since bigint not null,
    left_then integer not null default 0,
    primary key (subscription_id, first_edition)
);

create unique index reader_spans_open on reader_spans (subscription_id) where last_edition is null;
create index reader_spans_reader on reader_spans (subscriber_id);
create index reader_spans_plan on reader_spans (plan, first_edition);

-- Who follows a topic has had all of its editions so far.
insert into reader_spans (subscription_id, subscriber_id, topic_id, plan, first_edition, since)
select id, subscriber_id, topic_id, plan, 0, confirmed_at from subscriptions where confirmed_at is not null and ended_at is null;

-- Where the mail of one reader differs from the edition: what it shows besides, which the reader has missed, or leaves out, which the reader has had.
create table reader_items (
    edition_id bigint not null,
    subscriber_id bigint not null,
    item_id bigint not null,
    shown integer not null,
    primary key (edition_id, subscriber_id, item_id)
);

create index reader_items_reader on reader_items (subscriber_id);

-- Mails that were not sent because their reader had paused meanwhile.
create table reader_misses (
    edition_id bigint not null,
    subscriber_id bigint not null,
    primary key (subscriber_id, edition_id)
);

create index edition_items_item on edition_items (item_id);
create index subscribers_zone on subscribers (zone);
