-- Closures and slow-downs of roads: who said so, from when to when, and what they were found to mean. A change is
-- never rewritten; it ends, or is withdrawn by name.

create table road_change (
  id            uuid primary key,
  name          text not null check (length(trim(name)) > 0),
  kind          text not null check (kind in ('closed', 'slowed')),
  -- of the usual speed; 0 when closed
  factor        double precision not null,
  because       text not null,
  -- a pass, a road by name or number, a line, an area: checked by src/roads
  place         jsonb not null,
  -- what it was found to mean when it was made: a change that means nothing is refused
  roads         int not null check (roads > 0),
  metres        int not null,
  valid_from    timestamptz not null,
  valid_to      timestamptz,
  made_at       timestamptz not null default clock_timestamp(),
  made_by       uuid not null,
  withdrawn_at  timestamptz,
  withdrawn_by  uuid,
  check (valid_to > valid_from),
  check ((kind = 'closed' and factor = 0) or (kind = 'slowed' and factor > 0 and factor < 1)),
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
-- serves: what is in force now, asked by every node twice a second
create index road_change_open on road_change (valid_from) where withdrawn_at is null;

create function keep_road_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.withdrawn_at is null
     and (to_jsonb(new) - 'withdrawn_at' - 'withdrawn_by') = (to_jsonb(old) - 'withdrawn_at' - 'withdrawn_by') then
    return new;
  end if;
  raise exception 'a road change is withdrawn, never rewritten' using errcode = 'GH001';
end
$$;
create trigger keep_road_change before update or delete on road_change
  for each row execute function keep_road_change();

revoke execute on function keep_road_change from public;
grant execute on function keep_road_change to golden_hour_app;
grant select, insert on road_change to golden_hour_app;
grant update (withdrawn_at, withdrawn_by) on road_change to golden_hour_app;
