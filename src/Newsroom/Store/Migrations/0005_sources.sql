alter table items add column body_format text not null default 'markdown';
alter table items add column ends_at bigint;
alter table items add column location text;
alter table items add column updated_at bigint;
