-- A review belongs to a text of a practice. version is the published one that
-- was looked at, 0 for a draft; attached is the first version that carries the
-- review, 0 while there is none. opinion is what the editor is about to publish,
-- statement what readers are told once it is. expiry_told says that the end of
-- its validity has been put into the feed.
create table reviews (
  id          text primary key,
  practice    text not null references practices (id) on delete cascade,
  version     integer not null,
  state       text not null,
  asked_at    text not null,
  valid_until text not null default '',
  attached    integer not null default 0,
  statement   text not null default '',
  expiry_told boolean not null default false
);
create index reviews_of_practice on reviews (practice);

-- seen is the text that a reviewer has judged, without people's contacts. name
-- is kept beside the id, so that it can be replaced when a person is forgotten.
create table reviewers (
  review       text not null references reviews (id) on delete cascade,
  user_id      text not null,
  name         text not null,
  organisation text not null,
  state        text not null,
  asked_at     text not null,
  assessment   text not null default '',
  seen         text not null default '',
  primary key (review, user_id)
);
create index reviewers_of_user on reviewers (user_id);

-- Which versions carry which review: a version whose text is that of the one
-- before keeps its review.
create table review_versions (
  practice text not null references practices (id) on delete cascade,
  version  integer not null,
  review   text not null references reviews (id) on delete cascade,
  primary key (practice, version)
);

-- Organisations that publish only what has been reviewed.
create table review_rules (
  organisation text primary key references organisations (id),
  required     boolean not null
);

-- Which practice says in its published version that it derives from which.
create table derivations (
  practice text not null references practices (id) on delete cascade,
  origin   text not null,
  primary key (practice, origin)
);
create index derivations_of_origin on derivations (origin);
insert into derivations (practice, origin)
  select distinct p.id, json_extract(r.value, '$.practice') from practices p
  join practice_versions v on v.practice = p.id and v.version = p.version, json_each(v.body, '$.related') r
  where json_extract(r.value, '$.relation') = 'derived_from' and json_extract(r.value, '$.practice') <> '';
