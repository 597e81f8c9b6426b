-- What waits for its reader's own click stands beside what is: whoever types an address changes nothing of its subscriptions.
alter table subscriptions add column asked_at bigint;
alter table subscriptions add column asked_plan text;
alter table subscriptions add column asked_consent text;
create index subscriptions_unconfirmed on subscriptions (asked_at) where asked_at is not null and confirmed_at is null and ended_at is null;

-- One opt-in mail a day to a mailbox, however its address is written. A keyed hash, for it may be anybody's.
create table optin_mails (
    address_hash text primary key,
    sent_at bigint not null,
    asks integer not null
);

create index optin_mails_sent on optin_mails (sent_at);
