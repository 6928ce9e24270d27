-- The ground everything stands on: who may do what in this database, the journal that numbers
-- events inside COMMIT, the audit chain beside it, idempotency, staff and sessions, timers.
--
-- Roles. The migrating login owns everything. The service connects as a login that is only a
-- member of golden_hour_app: it owns nothing, and what it may touch is granted column by column.

do $$
begin
  -- a force's database administrator may have made the role already, and kept the right to make any
  if not exists (select from pg_roles where rolname = 'golden_hour_app') then
    create role golden_hour_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;

create extension if not exists pg_trgm;
create extension if not exists unaccent;

revoke create on schema public from public;
grant usage on schema public to golden_hour_app;

-- ---------------------------------------------------------------- journal

create table journal_head (
  one        boolean primary key default true check (one),
  epoch      uuid    not null default gen_random_uuid(),
  seq        bigint  not null default 0,
  audit_n    bigint  not null default 0,
  audit_hash bytea   not null default '\x00'
) with (fillfactor = 10);
insert into journal_head default values;

create table journal (
  id          uuid primary key,
  -- null only inside the transaction that writes it: the number is given in COMMIT
  seq         bigint unique,
  at          timestamptz not null default clock_timestamp(),
  type        text   not null,
  actor_id    uuid,
  incident_id uuid,
  area_id     text,
  unit_ids    uuid[] not null default '{}',
  -- 'room' | 'crew' | 'supervision' | 'administration': see src/live/audience-rules.ts
  audience    text   not null,
  data        jsonb  not null
);
-- serves: the log of one incident, in order
create index journal_of_incident on journal (incident_id, seq) where incident_id is not null;

-- Runs at COMMIT, holding the one head row until the commit is on disk: numbers are dense and in
-- commit order, and no reader can see n + 1 before n. Taken early instead, a frozen writer would
-- hold every other one up; here it holds them up only while it commits.
create function number_event() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  n bigint;
begin
  update journal_head set seq = seq + 1 returning seq into n;
  update journal set seq = n, at = clock_timestamp() where id = new.id;
  perform pg_notify('journal', '');
  return null;
end
$$;
create constraint trigger number_event after insert on journal
  deferrable initially deferred for each row execute function number_event();

create function keep_for_ever() returns trigger language plpgsql as $$
begin
  -- one condition inside the other: a field that this table does not have may not even be named
  if tg_table_name = 'journal' and tg_op = 'UPDATE' then
    if old.seq is null and new.seq is not null
       and (to_jsonb(new) - 'seq' - 'at') = (to_jsonb(old) - 'seq' - 'at') then
      return new;
    end if;
  elsif tg_table_name = 'audit' and tg_op = 'UPDATE' then
    if old.n is null and new.n is not null
       and (to_jsonb(new) - 'n' - 'at' - 'prev_hash' - 'hash') = (to_jsonb(old) - 'n' - 'at' - 'prev_hash' - 'hash') then
      return new;
    end if;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'GH001';
end
$$;
create trigger keep_for_ever before update or delete on journal
  for each row execute function keep_for_ever();
create trigger keep_for_ever_all before truncate on journal
  for each statement execute function keep_for_ever();

-- ---------------------------------------------------------------- audit

-- Data Protection Act 2018 s.62: collection, alteration, consultation, disclosure, combination,
-- erasure; here also sign-ins and refusals. Reading counts.
create table audit (
  id           uuid primary key,
  n            bigint unique,
  at           timestamptz not null default clock_timestamp(),
  op           text not null check (op in
    ('collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure', 'sign-in', 'refusal')),
  actor_id     uuid,
  actor_role   text not null,
  session_id   uuid,
  subject_type text not null,
  subject_id   text,
  incident_id  uuid,
  reason       text not null,
  detail       jsonb not null default '{}',
  prev_hash    bytea,
  hash         bytea
);
-- serves: who looked at this incident
create index audit_of_incident on audit (incident_id, n) where incident_id is not null;
-- serves: what has this person looked at
create index audit_of_actor on audit (actor_id, n);

create function audit_digest(p_prev bytea, a audit) returns bytea language sql immutable as $$
  select sha256(p_prev || convert_to(jsonb_build_array(
    a.n, extract(epoch from a.at), a.id, a.op, a.actor_id, a.actor_role, a.session_id,
    a.subject_type, a.subject_id, a.incident_id, a.reason, a.detail)::text, 'UTF8'))
$$;

create function chain_audit() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  head journal_head;
  a audit := new;
begin
  update journal_head set audit_n = audit_n + 1 returning * into head;
  a.n := head.audit_n;
  a.at := clock_timestamp();
  a.hash := audit_digest(head.audit_hash, a);
  update audit set n = a.n, at = a.at, prev_hash = head.audit_hash, hash = a.hash where id = a.id;
  update journal_head set audit_hash = a.hash;
  return null;
end
$$;
create constraint trigger chain_audit after insert on audit
  deferrable initially deferred for each row execute function chain_audit();
create trigger keep_for_ever before update or delete on audit
  for each row execute function keep_for_ever();
create trigger keep_for_ever_all before truncate on audit
  for each statement execute function keep_for_ever();

-- The first audit number whose link does not hold, or null when the whole chain does.
create function first_broken_audit() returns bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  a audit;
  expected bigint := 0;
  last_hash bytea := '\x00';
begin
  for a in select * from audit where n is not null order by n loop
    expected := expected + 1;
    if a.n <> expected or a.prev_hash <> last_hash or a.hash <> audit_digest(last_hash, a) then
      return expected;
    end if;
    last_hash := a.hash;
  end loop;
  if (select audit_n from journal_head) <> expected or (select audit_hash from journal_head) <> last_hash then
    return expected + 1;
  end if;
  return null;
end
$$;

-- ---------------------------------------------------------------- commands

create table idempotency_key (
  actor_id    uuid not null,
  key         text not null check (length(key) between 1 and 128),
  fingerprint bytea not null,
  status      smallint not null,
  answer      jsonb not null,
  created_at  timestamptz not null default now(),
  primary key (actor_id, key)
);
-- serves: the daily removal of keys older than seven days
create index idempotency_key_age on idempotency_key (created_at);

-- Every timer and every piece of follow-up work is a row. Claimed with skip locked, inside the
-- transaction that does the work: when the worker dies, the lock goes with its connection.
create table job (
  id         uuid primary key,
  kind       text not null,
  subject_id uuid not null,
  variant    text not null default '',
  due_at     timestamptz not null,
  payload    jsonb not null default '{}',
  attempts   smallint not null default 0,
  last_error text,
  done_at    timestamptz,
  created_at timestamptz not null default now(),
  unique (kind, subject_id, variant)
);
-- serves: the next due jobs
create index job_due on job (due_at) where done_at is null;

-- ---------------------------------------------------------------- definitions

-- What a force owns (grades, clocks, definitions, codes, question sets) is data with a version
-- and a date, never code. The body of each kind is checked by src/definitions.
create table definition (
  kind       text not null,
  version    text not null,
  valid_from timestamptz not null,
  valid_to   timestamptz,
  source     text not null,
  body       jsonb not null,
  primary key (kind, version),
  check (valid_to is null or valid_to > valid_from)
);

-- ---------------------------------------------------------------- staff

create table centre (
  id   text primary key,
  name text not null
);
create table area (
  id        text primary key,
  name      text not null,
  centre_id text not null references centre,
  districts text[] not null
);

create table staff (
  id            uuid primary key,
  username      text not null unique check (username = lower(username)),
  display_name  text not null,
  role          text not null check (role in
    ('call-handler', 'front-desk', 'dispatcher', 'supervisor', 'unit', 'administrator')),
  centre_id     text references centre,
  -- the areas a dispatcher may work; empty: all
  areas         text[] not null default '{}',
  -- the unit a crew member is booked on
  unit_id       uuid,
  password_hash text not null,
  active        boolean not null default true,
  created_at    timestamptz not null default now()
);

create table session (
  id         uuid primary key,
  token_hash bytea not null unique,
  staff_id   uuid not null references staff,
  -- areas this desk works now
  areas      text[] not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at   timestamptz
);
-- serves: the live feed's check of every open console
create index session_of_staff on session (staff_id) where ended_at is null;

create table system_account (
  id         uuid primary key,
  name       text not null unique,
  scopes     text[] not null,
  token_hash bytea not null unique,
  active     boolean not null default true,
  created_at timestamptz not null default now()
);

-- Everything the service needs to know of whoever holds a token; null when it opens nothing.
-- The application's role can neither list tokens' hashes nor invent a session.
create function who_is(p_token_hash bytea) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('kind', 'staff', 'id', s.id, 'sessionId', x.id, 'name', s.display_name,
    'role', s.role, 'centreId', s.centre_id, 'areas', to_jsonb(case when x.areas = '{}' then s.areas else x.areas end),
    'unitId', s.unit_id, 'scopes', '[]'::jsonb, 'expiresAt', x.expires_at)
  from session x join staff s on s.id = x.staff_id
  where x.token_hash = p_token_hash and x.ended_at is null and x.expires_at > clock_timestamp() and s.active
  union all
  select jsonb_build_object('kind', 'system', 'id', a.id, 'sessionId', null, 'name', a.name,
    'role', 'system', 'centreId', null, 'areas', '[]'::jsonb,
    'unitId', null, 'scopes', to_jsonb(a.scopes), 'expiresAt', null)
  from system_account a
  where a.token_hash = p_token_hash and a.active
$$;

-- The password's hash, for sign-in only.
create function sign_in_record(p_username text) returns table (staff_id uuid, password_hash text, role text)
language sql stable security definer set search_path = public, pg_temp as $$
  select id, password_hash, role from staff where username = lower(p_username) and active
$$;

create function start_session(p_id uuid, p_staff uuid, p_token_hash bytea, p_areas text[], p_hours int)
returns timestamptz
language sql security definer set search_path = public, pg_temp as $$
  insert into session (id, token_hash, staff_id, areas, expires_at)
  values (p_id, p_token_hash, p_staff, p_areas, clock_timestamp() + make_interval(hours => p_hours))
  returning expires_at
$$;

create function end_session(p_token_hash bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
  update session set ended_at = clock_timestamp() where token_hash = p_token_hash and ended_at is null
$$;

-- Which of these token hashes still open something, and as whom: one question for all consoles.
create function who_are(p_token_hashes bytea[]) returns table (token_hash bytea, who jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select t, who_is(t) from unnest(p_token_hashes) as t
$$;

-- People and roles change only for an administrator's live session.
create function save_staff(p_token_hash bytea, p_id uuid, p_username text, p_display_name text, p_role text,
  p_centre text, p_areas text[], p_unit uuid, p_password_hash text, p_active boolean) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if who_is(p_token_hash) ->> 'role' is distinct from 'administrator' then
    raise exception 'staff are kept by administrators' using errcode = 'GH403';
  end if;
  insert into staff (id, username, display_name, role, centre_id, areas, unit_id, password_hash, active)
  values (p_id, lower(p_username), p_display_name, p_role, p_centre, p_areas, p_unit, p_password_hash, p_active)
  on conflict (id) do update set display_name = excluded.display_name, role = excluded.role,
    centre_id = excluded.centre_id, areas = excluded.areas, unit_id = excluded.unit_id, active = excluded.active,
    password_hash = coalesce(nullif(excluded.password_hash, ''), staff.password_hash);
  if not p_active then
    update session set ended_at = clock_timestamp() where staff_id = p_id and ended_at is null;
  end if;
end
$$;

-- ---------------------------------------------------------------- grants

grant select on journal_head, journal, audit, definition, centre, area, idempotency_key to golden_hour_app;
grant insert (id, type, actor_id, incident_id, area_id, unit_ids, audience, data) on journal to golden_hour_app;
grant insert (id, op, actor_id, actor_role, session_id, subject_type, subject_id, incident_id, reason, detail)
  on audit to golden_hour_app;
grant insert, delete on idempotency_key to golden_hour_app;
grant select, insert, update, delete on job to golden_hour_app;
grant select (id, username, display_name, role, centre_id, areas, unit_id, active) on staff to golden_hour_app;
grant select (id, name, scopes, active) on system_account to golden_hour_app;
