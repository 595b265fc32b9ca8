-- Who changes a person's photo now; a row is deleted when its act ends, and ends by its time after
-- a crash. `owner` is an id of the act.
create table subject_lease (
    subject text primary key,
    owner uuid not null,
    until timestamptz not null
);
