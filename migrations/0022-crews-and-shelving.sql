-- A crew that asks for more units, and alarms that a supervisor has put aside for a while.

-- The newest time that this crew asked for more, and how many; earlier ones are on the log.
alter table deployment
  add column more_units smallint check (more_units between 1 and 20),
  add column more_asked_at timestamptz,
  add constraint deployment_more_asked check ((more_units is null) = (more_asked_at is null));
grant update (more_units, more_asked_at) on deployment to golden_hour_app;

-- One kind of alarm that does not sound for a while (EEMUA 191: shelving), by whom and why. An officer's emergency never.
create table alarm_shelving (
  id            uuid primary key,
  kind          text not null check (kind <> 'emergency'),
  reason        text not null check (reason <> ''),
  shelved_at    timestamptz not null default clock_timestamp(),
  until         timestamptz not null,
  shelved_by    uuid not null references staff,
  shelved_by_name text not null,
  ended_at      timestamptz,
  ended_by      uuid references staff,
  check (until > shelved_at and until <= shelved_at + interval '30 minutes'),
  check ((ended_at is null) = (ended_by is null))
);
-- serves: what is shelved now
create index alarm_shelving_until on alarm_shelving (until) where ended_at is null;

create function keep_shelving() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.ended_at is not null
     or to_jsonb(new) - '{ended_at,ended_by}'::text[] <> to_jsonb(old) - '{ended_at,ended_by}'::text[] then
    raise exception 'a shelving is ended once, and never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_shelving before update or delete on alarm_shelving for each row execute function keep_shelving();

revoke execute on function keep_shelving from public;
grant select on alarm_shelving to golden_hour_app;
grant insert (id, kind, reason, shelved_at, until, shelved_by, shelved_by_name) on alarm_shelving to golden_hour_app;
grant update (ended_at, ended_by) on alarm_shelving to golden_hour_app;
