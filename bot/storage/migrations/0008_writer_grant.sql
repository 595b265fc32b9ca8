-- What the worker's own application may write, for the processes that may not; one row at most.
create table writer_grant (
    only_one boolean primary key default true check (only_one),
    capabilities text[] not null,
    found_at timestamptz not null
);
