-- Who a provider of sign-ins (OpenID Connect) says somebody is. A person has at
-- most one identity at a provider, so that an e-mail address that the town has
-- given to somebody else opens no account of the one who had it before.
create table identities (
  issuer     text not null,
  subject    text not null,
  user_id    text not null references users (id),
  email      text not null, -- as it was when the two were connected
  created_at text not null,
  primary key (issuer, subject),
  unique (user_id, issuer)
);
