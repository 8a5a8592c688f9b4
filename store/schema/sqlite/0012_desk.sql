-- What the lists of the desk choose and sort by stands in columns, and in
-- indexes that spare reading the texts. review_due is that of the newest version.
alter table practices add column review_due text not null default '';
update practices set review_due = coalesce((select json_extract(v.body, '$.reviewDue') from practice_versions v
  where v.practice = practices.id and v.version = practices.version), '');
create index practices_on_desk on practices (organisation, state, returned, changed_at, id);
create index practices_due on practices (organisation, listed, review_due, changed_at, id);
drop index practices_of_organisation;
