-- The revision at which a person was last erased: a form that was opened at it or
-- before may still hold them.
alter table practices add column erased_revision integer not null default 0;
update practices set erased_revision = revision where draft like '%"erased":"%'
  or exists (select 1 from practice_versions v where v.practice = practices.id and v.body like '%"erased":"%');
