-- What editors have changed of the thesaurus that is built in, and what they
-- have added: a whole concept in each row, as JSON.
create table concepts (
  id       text primary key,
  body     text not null,
  revision integer not null
);

-- Thesauri that others publish, read from a file. user_id is empty for a command
-- on the machine itself. edition is a hash of what was read.
create table schemes (
  name     text primary key,
  file     text not null,
  at       text not null,
  user_id  text not null,
  concepts integer not null,
  edition  text not null
);

-- The concepts of such a thesaurus, some hundred in each row, as a list in JSON.
create table scheme_concepts (
  scheme text not null references schemes (name) on delete cascade,
  part   integer not null,
  body   text not null,
  primary key (scheme, part)
);
