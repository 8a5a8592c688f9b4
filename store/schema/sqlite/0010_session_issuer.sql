-- Through whose sign-in a session began; empty: with a password. Whoever ends
-- that they sign in so, ends these sessions, too.
alter table sessions add column issuer text not null default '';
