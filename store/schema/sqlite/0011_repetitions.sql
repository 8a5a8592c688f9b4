-- Which of the practices that derive from another one hold, in their newest
-- version, a soundly measured effect of which direction. Whether an effect is
-- soundly measured is decided in the program, which therefore fills in what was
-- published before this table was there: "measured" says that it has.
create table repetitions (
  origin    text not null,
  direction text not null,
  practice  text not null references practices (id) on delete cascade,
  primary key (origin, direction, practice)
);
create index repetitions_of_practice on repetitions (practice);
alter table derivations add column measured boolean not null default false;
