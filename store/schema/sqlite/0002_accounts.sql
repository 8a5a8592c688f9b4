-- People, what they may do for which organisation, and their sign-ins. A
-- password is an encoded argon2id hash, empty where somebody signs in through
-- their town's own sign-in only. An operator looks after the whole service.
create table users (
  id         text primary key,
  email      text not null unique, -- folded to small letters
  name       text not null,
  language   text not null,
  password   text not null default '',
  operator   boolean not null default false,
  disabled   boolean not null default false,
  created_at text not null
);

create table memberships (
  user_id      text not null references users (id),
  organisation text not null references organisations (id),
  role         text not null,
  approve      boolean not null,
  primary key (user_id, organisation)
);
create index memberships_of_organisation on memberships (organisation);

-- The cookie holds a secret of which only the hash is kept. organisation is the
-- one that the person acts for first.
create table sessions (
  hash         text primary key,
  user_id      text not null references users (id),
  organisation text not null default '',
  agent        text not null default '',
  created_at   text not null,
  seen_at      text not null,
  expires_at   text not null
);
create index sessions_of_user on sessions (user_id);

-- Who did what. name is kept beside the id, so that the trail can be read after
-- an account is gone; it is replaced when a person is erased.
create table trail (
  position     integer primary key autoincrement,
  at           text not null,
  user_id      text not null,
  name         text not null,
  organisation text not null,
  act          text not null,
  noun         text not null,
  id           text not null,
  detail       text not null
);
create index trail_of_thing on trail (noun, id);
create index trail_of_organisation on trail (organisation, position);
create index trail_of_person on trail (user_id, position);

-- Links that are shown once to be handed over: the first administrator's, an
-- invitation, a new password. Whoever opens one and does what it is for, uses
-- it up. user_id is whose password it is for.
create table invitations (
  hash         text primary key,
  kind         text not null, -- first, invitation, password
  user_id      text not null,
  email        text not null,
  name         text not null,
  organisation text not null,
  role         text not null,
  approve      boolean not null,
  operator     boolean not null,
  created_at   text not null,
  expires_at   text not null
);

-- A token's id names it where its secret must not stand.
alter table tokens add column id text not null default '';
alter table tokens add column name text not null default '';
alter table tokens add column created_by text not null default '';
alter table tokens add column last_used text not null default '';
update tokens set id = substr(hash, 1, 16);
create unique index tokens_by_id on tokens (id);

