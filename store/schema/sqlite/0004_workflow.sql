-- What became of a practice on its way to publication. Names are kept beside the
-- ids of people, as in the trail, and are replaced when a person is erased; a
-- token has a name alone. returned: an editor has given the text back and nobody
-- has submitted it since.
alter table practices add column added_by text not null default '';
alter table practices add column changed_by text not null default '';
alter table practices add column changed_name text not null default '';
alter table practices add column changed_at text not null default '';
alter table practices add column submitted_by text not null default '';
alter table practices add column submitted_name text not null default '';
alter table practices add column submitted_at text not null default '';
alter table practices add column returned boolean not null default false;

-- The person behind published_by.
alter table practice_versions add column published_user text not null default '';

-- What somebody says of a field, or of the whole where the path is empty.
-- Elements of lists that have an id stand in the path with it.
create table practice_comments (
  position    integer primary key autoincrement,
  id          text not null unique,
  practice    text not null references practices (id) on delete cascade,
  path        text not null,
  body        text not null,
  user_id     text not null,
  name        text not null,
  at          text not null,
  resolved_at text not null default ''
);
create index comments_of_practice on practice_comments (practice, resolved_at);
