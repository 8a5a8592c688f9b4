-- What a draft was after its recent saves, so that a save that started from an
-- older one can be merged field by field, and a removed row be brought back.
create table practice_saves (
  practice text not null references practices (id) on delete cascade,
  revision integer not null,
  body     text not null,
  at       text not null,
  user_id  text not null,
  name     text not null,
  primary key (practice, revision)
);

-- What somebody wrote and could not save, because somebody else had changed the
-- same field: kept until they have decided. base is what they started from.
create table practice_pending (
  practice text not null references practices (id) on delete cascade,
  user_id  text not null,
  base     text not null,
  body     text not null,
  at       text not null,
  primary key (practice, user_id)
);

-- The highest number that a row's id has had in a list of a practice (r7 in
-- results): ids are never used again.
create table practice_rows (
  practice text not null references practices (id) on delete cascade,
  list     text not null,
  last     integer not null,
  primary key (practice, list)
);
