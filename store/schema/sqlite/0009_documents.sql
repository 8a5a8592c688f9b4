-- The document that a practice is written from, as text; one a practice. It is
-- for those who write the practice, is never part of a version, and stays until
-- somebody removes it. body is JSON. A choice is what somebody decided about a
-- suggestion: taken or dismissed.
create table practice_documents (
  practice text primary key references practices (id) on delete cascade,
  body     text not null,
  added_at text not null
);

create table practice_document_choices (
  practice   text not null references practice_documents (practice) on delete cascade,
  suggestion text not null,
  choice     text not null,
  primary key (practice, suggestion)
);
