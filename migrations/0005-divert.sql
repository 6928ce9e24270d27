-- Leaving a watched incident for another: with a reason and a time at which it is contacted again, whoever asks.

alter table deployment
  add column divert_reason text,
  -- by when the incident that was left is contacted again
  add column recontact_by timestamptz;
-- when it has to be done by; null: before closing
alter table action add column due_at timestamptz;

comment on column deployment.divert_reason is 'why the unit left this incident for another';

-- Watched: domestic abuse, repeat or vulnerable (locked), or marked to be treated as urgent.
create function keep_watch() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.release_reason is not null
     and (new.release_reason, new.released_at, new.diverted_to, new.divert_reason, new.recontact_by)
     is distinct from (old.release_reason, old.released_at, old.diverted_to, old.divert_reason, old.recontact_by) then
    raise exception 'how a deployment ended is never rewritten' using errcode = 'GH001';
  end if;
  if new.release_reason is distinct from 'diverted' or (tg_op = 'UPDATE' and old.release_reason is not null) then
    return new;
  end if;
  if coalesce(trim(new.divert_reason), '') = '' then
    perform refuse(409, 'unit/divert-needed', 'A unit is diverted with a reason',
      jsonb_build_object('incidentId', new.incident_id));
  end if;
  if exists (select from incident where id = new.incident_id and (locked or treat_as_urgent))
     and (new.recontact_by is null or new.recontact_by <= clock_timestamp()) then
    perform refuse(409, 'unit/recontact-needed', 'A watched incident is left only with a time at which it is contacted again',
      jsonb_build_object('incidentId', new.incident_id, 'watched', true));
  end if;
  return new;
end
$$;
create trigger keep_watch before insert or update on deployment for each row execute function keep_watch();

-- The contact that was promised is on the list of what has to be done there, when the transaction ends.
create function keep_recontact() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from action where incident_id = new.incident_id and due_at = new.recontact_by) then
    perform refuse(409, 'unit/recontact-needed', 'Contacting the incident again is not planned',
      jsonb_build_object('incidentId', new.incident_id, 'watched', true));
  end if;
  return null;
end
$$;
create constraint trigger keep_recontact after insert or update of recontact_by on deployment
  deferrable initially deferred for each row when (new.recontact_by is not null) execute function keep_recontact();

revoke execute on function keep_watch, keep_recontact from public;
grant execute on function keep_watch, keep_recontact to golden_hour_app;
grant update (divert_reason, recontact_by) on deployment to golden_hour_app;
