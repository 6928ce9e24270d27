-- Which places are protected, since when, why and until it is looked at again; and a source that did not accept us.

-- Every time a place was taken under protection: the row without an end is in force. Nothing is deleted. It goes on
-- until somebody ends it: past its review it is overdue, and masked all the same.
create table place_protection (
  id             uuid primary key,
  place_id       uuid not null references place,
  reason         text not null,
  -- since when it is what it is; masked from the moment it was marked, also when that is a day to come
  valid_from     date not null,
  review_on      date not null check (review_on >= valid_from),
  marked_at      timestamptz not null default clock_timestamp(),
  marked_by      uuid,
  marked_by_name text not null,
  ended_at       timestamptz,
  ended_by       uuid,
  ended_by_name  text,
  end_reason     text,
  check ((ended_at is null) = (end_reason is null))
);
-- serves: what is in force for a place, at most one
create unique index place_protection_in_force on place_protection (place_id) where ended_at is null;
-- serves: everything that ever was of one place
create index place_protection_of_place on place_protection (place_id, marked_at);

create function keep_protection() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a protection is never deleted' using errcode = 'GH001'; end if;
  if old.ended_at is not null
     or to_jsonb(new) - '{ended_at,ended_by,ended_by_name,end_reason}'::text[]
        <> to_jsonb(old) - '{ended_at,ended_by,ended_by_name,end_reason}'::text[] then
    raise exception 'a protection is ended, and never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_protection before update or delete on place_protection for each row execute function keep_protection();

create function keeper_of_protection(p_token_hash bytea) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
begin
  if who ->> 'role' not in ('supervisor', 'administrator') then
    perform refuse(403, 'right/missing', 'Places are protected by a supervisor or an administrator');
  end if;
  return who;
end
$$;

-- Takes a place under protection, or says anew why and until when: the row before is ended, and stays. One house or one
-- named place: a street or a town that were masked would hide everybody who lives there.
create function protect_place(p_token_hash bytea, p_id uuid, p_place uuid, p_reason text, p_from date, p_review_on date)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := keeper_of_protection(p_token_hash);
  p place;
begin
  select * into p from place where id = p_place for update;
  if p.id is null then perform refuse(404, 'place/unknown', 'There is no such place'); end if;
  if p.kind not in ('premises', 'landmark') then
    perform refuse(409, 'place/not-protectable', 'Only a house or a named place can be protected');
  end if;
  update place_protection set ended_at = clock_timestamp(), ended_by = (who ->> 'id')::uuid, ended_by_name = who ->> 'name',
    end_reason = 'said anew' where place_id = p_place and ended_at is null;
  insert into place_protection (id, place_id, reason, valid_from, review_on, marked_by, marked_by_name)
    values (p_id, p_place, p_reason, p_from, p_review_on, (who ->> 'id')::uuid, who ->> 'name');
  update place set protected = true where id = p_place;
end
$$;

-- Takes it off again: its address is told like any other from now on. One that was protected before there was a list of
-- them gets its row here, so that the end of it is written too.
create function end_protection(p_token_hash bytea, p_id uuid, p_place uuid, p_reason text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := keeper_of_protection(p_token_hash);
  p place;
begin
  select * into p from place where id = p_place for update;
  if p.id is null then perform refuse(404, 'place/unknown', 'There is no such place'); end if;
  if not p.protected then perform refuse(409, 'place/not-marked', 'The place is not protected'); end if;
  insert into place_protection (id, place_id, reason, valid_from, review_on, marked_by_name)
    select p_id, p_place, 'protected before reasons were kept', current_date, current_date, p.source
    where not exists (select from place_protection where place_id = p_place and ended_at is null);
  update place_protection set ended_at = clock_timestamp(), ended_by = (who ->> 'id')::uuid, ended_by_name = who ->> 'name',
    end_reason = p_reason where place_id = p_place and ended_at is null;
  update place set protected = false where id = p_place;
end
$$;

revoke execute on function keep_protection, keeper_of_protection, protect_place, end_protection from public;
grant execute on function keep_protection, keeper_of_protection, protect_place, end_protection to golden_hour_app;
grant select on place_protection to golden_hour_app;

-- A source that did not accept our token or certificate: a failure that no asking again mends.
alter table check_run
  add column refused boolean not null default false,
  add constraint check_run_refused check (not refused or state = 'failed');
grant select (refused), update (refused) on check_run to golden_hour_app;

-- The same check, with whether the source refused us.
create or replace function check_view(k check_run) returns jsonb language sql stable as $$
  select jsonb_build_object('id', k.id, 'kind', k.kind, 'source', k.source,
    'sourceName', coalesce((select s.name from check_source s where s.code = k.source), 'Force records'),
    'query', k.query, 'bornOn', k.born_on, 'aged', k.aged, 'aboutPersons', k.about_persons, 'state', k.state,
    'refused', k.refused, 'attempt', k.attempt,
    'contactId', k.contact_id, 'incidentId', k.incident_id, 'requestedAt', k.requested_at, 'finishedAt', k.finished_at,
    'durationMs', k.duration_ms, 'findings', coalesce(k.findings, e.findings, '[]'), 'earlierAt', e.finished_at, 'earlierState', e.state,
    'candidates', coalesce(k.candidates, '[]'), 'superseded', k.superseded_by is not null)
  from (select 1) as one left join lateral (
    select o.state, coalesce(o.findings, '[]') as findings, o.finished_at from check_run o
    where k.state not in ('hit', 'no_trace') and o.state in ('hit', 'no_trace') and o.kind = k.kind and o.source = k.source
      and lower(o.query) = lower(k.query) and o.requested_at < k.requested_at
      and (o.incident_id = k.incident_id or o.contact_id = k.contact_id)
    order by o.requested_at desc limit 1) e on true
$$;
