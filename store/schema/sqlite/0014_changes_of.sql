-- The newest change of a thing is asked for by every reader of its page.
create index changes_of on changes (noun, id, position);
