-- The feed: every write adds a row here in its own transaction. autoincrement,
-- so that a position is never used twice.
create table changes (
  position integer primary key autoincrement,
  noun     text not null,
  id       text not null,
  at       text not null
);

create table organisations (
  id           text primary key,
  municipality text not null default '',
  body         text not null
);
create index organisations_of_municipality on organisations (municipality);

create table tokens (
  hash         text primary key,
  organisation text not null references organisations (id),
  role         text not null,
  approve      boolean not null,
  created_at   text not null
);

-- draft is the document being written, null when there is none beside the
-- published version. state is the state of the draft, or of the published one.
create table practices (
  id           text primary key,
  organisation text references organisations (id),
  state        text not null,
  version      integer not null,
  revision     integer not null,
  listed       boolean not null,
  draft        text
);
create index practices_of_organisation on practices (organisation);
create index practices_listed on practices (listed, id);

create table practice_versions (
  practice     text not null references practices (id),
  version      integer not null,
  body         text not null,
  note         text not null,
  published_by text not null,
  published_at text not null,
  primary key (practice, version)
);

create table roadmaps (
  id           text primary key,
  organisation text references organisations (id),
  state        text not null,
  version      integer not null,
  revision     integer not null,
  body         text not null
);
create index roadmaps_of_organisation on roadmaps (organisation);

create table roadmap_versions (
  roadmap    text not null references roadmaps (id),
  version    integer not null,
  body       text not null,
  frozen_at  text not null,
  primary key (roadmap, version)
);

create table measurements (
  id        text primary key,
  roadmap   text not null references roadmaps (id),
  indicator text not null,
  body      text not null
);
create index measurements_of_roadmap on measurements (roadmap, indicator);

-- Which practice, in which version, which action of which roadmap takes over.
create table adoptions (
  roadmap      text not null,
  action       text not null,
  practice     text not null,
  version      integer not null,
  organisation text not null,
  primary key (roadmap, action)
);
create index adoptions_of_practice on adoptions (practice);

-- Facts about this database itself.
create table facts (
  name  text primary key,
  value text not null
);
