-- Searches that people have saved. query is the search as the address of the
-- page of practices holds it. token is the secret in the address of its feed: it
-- opens nothing but the search that stands beside it, and its owner must be able
-- to read it again. position is that of the feed of changes up to which its
-- matches are known. mailed_at is when somebody was last told by mail, or would
-- have been if there had been anything.
create table searches (
  id         text primary key,
  user_id    text not null references users (id) on delete cascade,
  name       text not null,
  query      text not null,
  language   text not null,
  notify     text not null, -- none, daily, weekly
  token      text not null unique,
  position   integer not null,
  created_at text not null,
  looked_at  text not null,
  mailed_at  text not null,
  unique (user_id, query, language)
);

-- Every practice that a saved search has ever found: whatever stands here is not
-- new any more. matched_at is empty for those that it found when it was saved.
create table search_matches (
  search     text not null references searches (id) on delete cascade,
  practice   text not null,
  matched_at text not null default '',
  mailed     boolean not null default false,
  primary key (search, practice)
);
create index search_matches_new on search_matches (search, matched_at);

-- What somebody has searched for lately, if they want that to be kept.
alter table users add column recents boolean not null default true;
create table recent_searches (
  user_id  text not null references users (id) on delete cascade,
  query    text not null,
  language text not null,
  at       text not null,
  primary key (user_id, query, language)
);

-- What was searched for and not found, by month, without anything about who asked.
-- done: somebody has seen to it.
create table unfound (
  words    text not null,
  language text not null,
  month    text not null,
  times    integer not null,
  last_day text not null,
  done     boolean not null default false,
  primary key (words, language, month)
);
