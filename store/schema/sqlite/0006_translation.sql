-- What the original said when a translation was written, or when somebody
-- confirmed that it still fits. path names the text by ids and its language
-- ("results[r1].label.sv"). fingerprint is that of the translation: a row about
-- another text than the one that stands there now says nothing.
create table translations (
  practice    text not null references practices (id) on delete cascade,
  path        text not null,
  original    text not null,
  fingerprint text not null,
  at          text not null,
  primary key (practice, path)
);
