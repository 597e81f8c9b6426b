-- The next edition of the plan does not open: its mails are not as they should be.
create table gate_holds (
    plan text primary key,
    since bigint not null,
    problems text not null
);

create table gate_approvals (
    plan text not null,
    staff_id text not null,
    at bigint not null,
    primary key (plan, staff_id)
);
