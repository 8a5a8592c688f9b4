-- What people send to the operator. due is the last day to answer, empty where
-- no law sets one. Who answered is in the trail. What could name a person is
-- emptied when erased_at is set; kind and dates stay, to be counted.
create table feedback (
  number      integer primary key autoincrement,
  at          text not null,
  kind        text not null,
  language    text not null,
  text        text not null,
  email       text not null,
  page        text not null,
  due         text not null,
  answered_at text not null default '',
  note        text not null default '',
  erased_at   text not null default ''
);
create index feedback_state on feedback (answered_at, due);
