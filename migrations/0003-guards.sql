-- What only a person with the right may do to an incident, held where the application cannot step
-- round it: these functions belong to the owner, ask who holds the session's token, and are the
-- only way to the columns they write. Refusals leave as SQLSTATE GHnnn: message = refusal code,
-- detail = sentence, hint = JSON with more.

create function refuse(p_status int, p_code text, p_detail text, p_more jsonb default '{}') returns void
language plpgsql as $$
begin
  raise exception '%', p_code using errcode = 'GH' || p_status, detail = p_detail, hint = p_more::text;
end
$$;

create function acting(p_token_hash bytea) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  who jsonb := who_is(p_token_hash);
begin
  if who is null then perform refuse(401, 'session/none', 'The session has ended; sign in again'); end if;
  return who;
end
$$;

-- Locks the incident first and reads it in the same row: nothing is joined here on purpose.
create function open_incident_for_update(p_incident uuid) returns incident
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident;
begin
  select * into i from incident where id = p_incident for update;
  if i.id is null then perform refuse(404, 'incident/unknown', 'There is no such incident'); end if;
  if i.status = 'closed' then perform refuse(409, 'incident/closed', 'The incident is closed'); end if;
  return i;
end
$$;

-- CR-27: a domestic abuse, repeat or vulnerable incident is ended or made less by nobody but a
-- communication-centre supervisor who did not take the call.
create function must_be_independent_supervisor(who jsonb, i incident, p_what text) returns void
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if who ->> 'role' <> 'supervisor' then
    perform refuse(403, 'incident/locked',
      format('Domestic abuse, repeat and vulnerable incidents can be %s only by a communication-centre supervisor', p_what));
  end if;
  if (who ->> 'id')::uuid = i.handler_id
     or exists (select from contact c where c.incident_id = i.id and c.handler_id = (who ->> 'id')::uuid) then
    perform refuse(403, 'incident/own-call',
      format('The supervisor who took the call may not see that it is %s; another supervisor must', p_what));
  end if;
end
$$;

create function take_log_number(p_day date) returns int
language sql security definer set search_path = public, pg_temp as $$
  insert into log_number values (p_day, 1)
  on conflict (local_day) do update set last = log_number.last + 1
  returning last
$$;

create function current_grade(p_grade text) returns grade
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  g grade;
begin
  select * into g from grade where id = p_grade and valid_from <= now() and (valid_to is null or valid_to > now())
  order by valid_from desc limit 1;
  if g.id is null then perform refuse(400, 'grade/unknown', 'There is no such grade in force', jsonb_build_object('pointer', '/grade')); end if;
  return g;
end
$$;

create function grade_seconds(g grade, p_area_class text) returns int language sql immutable as $$
  -- where nobody knows yet whether it is urban, the shorter clock runs
  select case when p_area_class = 'rural' then g.rural_seconds else least(g.urban_seconds, g.rural_seconds) end
$$;

-- The first grade, or a more urgent one. Never a lower one: that is lower_grade() (I2).
create function grade_incident(p_token_hash bytea, p_grading uuid, p_incident uuid, p_grade text, p_reason text)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  i incident := open_incident_for_update(p_incident);
  g grade := current_grade(p_grade);
  graded incident;
  proposed_position smallint;
  due timestamptz;
  dir text;
begin
  if who ->> 'role' not in ('call-handler', 'front-desk', 'dispatcher', 'supervisor') then
    perform refuse(403, 'grade/not-yours', 'Grading belongs to the control room');
  end if;
  if i.grade is not null and g.position > i.grade_position then
    perform refuse(409, 'grade/lower', 'A lower grade is asked for with its reason, and approved');
  end if;
  if i.grade is null then
    select position into proposed_position from grade where id = i.proposed_grade order by valid_from desc limit 1;
    if i.proposal_binding and g.position > proposed_position and who ->> 'role' <> 'supervisor' then
      perform refuse(403, 'grade/binding', 'This proposal may be set lower only by a supervisor');
    end if;
    if i.domestic_abuse and not g.domestic_abuse_allowed and who ->> 'role' <> 'supervisor' then
      perform refuse(403, 'grade/domestic-abuse', 'Domestic abuse is not graded this low without a supervisor');
    end if;
  end if;
  dir := case when i.grade is null then 'first' when g.position < i.grade_position then 'raised' else 'same' end;
  due := case when i.grade is null and g.clock_starts = 'created' then i.opened_at else clock_timestamp() end
         + make_interval(secs => grade_seconds(g, i.area_class));
  if i.attend_by is not null then due := least(i.attend_by, due); end if;
  update incident set grade = g.id, grade_position = g.position, first_grade = coalesce(first_grade, g.id),
    graded_at = clock_timestamp(), graded_by = (who ->> 'id')::uuid, attend_by = due,
    first_attend_by = coalesce(first_attend_by, due), handler_id = coalesce(handler_id, (who ->> 'id')::uuid)
  where id = p_incident returning * into graded;
  insert into grading (id, incident_id, grade, position, attend_by, definition_version, direction, reason, graded_by)
  values (p_grading, p_incident, g.id, g.position, due, g.version, dir, p_reason, (who ->> 'id')::uuid);
  return jsonb_build_object('direction', dir, 'grade', g.id, 'position', g.position, 'attendBy', due,
    'firstAttendBy', coalesce(i.first_attend_by, due), 'from', i.grade, 'deploys', g.deploys, 'definitionVersion', g.version,
    'incident', to_jsonb(graded));
end
$$;

create function request_lower_grade(p_token_hash bytea, p_request uuid, p_incident uuid, p_grade text, p_reason text)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  i incident := open_incident_for_update(p_incident);
  g grade := current_grade(p_grade);
begin
  if who ->> 'role' not in ('call-handler', 'front-desk', 'dispatcher', 'supervisor') then
    perform refuse(403, 'grade/not-yours', 'Grading belongs to the control room');
  end if;
  if i.grade is null or g.position <= i.grade_position then
    perform refuse(409, 'grade/not-lower', 'The grade asked for is not lower than the present one');
  end if;
  if exists (select from regrade_request where incident_id = p_incident and decided_at is null) then
    perform refuse(409, 'grade/request-waiting', 'A request for a lower grade is already waiting');
  end if;
  insert into regrade_request (id, incident_id, grade, reason, requested_by)
  values (p_request, p_incident, g.id, p_reason, (who ->> 'id')::uuid);
end
$$;

-- Decides a waiting request. For a locked, urgent-marked or binding incident a second person decides, and that
-- person is an independent supervisor; elsewhere a dispatcher or supervisor may decide, also his or her own.
create function decide_lower_grade(p_token_hash bytea, p_grading uuid, p_incident uuid, p_approve boolean, p_reason text)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  i incident := open_incident_for_update(p_incident);
  r regrade_request;
  g grade;
  due timestamptz;
begin
  select * into r from regrade_request where incident_id = p_incident and decided_at is null for update;
  if r.id is null then perform refuse(409, 'grade/no-request', 'No request for a lower grade is waiting'); end if;
  if i.locked or i.treat_as_urgent or i.proposal_binding then
    perform must_be_independent_supervisor(who, i, 'given a lower grade');
    if (who ->> 'id')::uuid = r.requested_by then
      perform refuse(403, 'grade/second-person', 'Whoever asked for the lower grade may not approve it');
    end if;
  elsif who ->> 'role' not in ('dispatcher', 'supervisor') then
    perform refuse(403, 'grade/not-yours', 'A lower grade is approved by a dispatcher or a supervisor');
  end if;
  update regrade_request set decided_by = (who ->> 'id')::uuid, decided_at = clock_timestamp(), approved = p_approve
  where id = r.id;
  if not p_approve then return jsonb_build_object('approved', false, 'grade', i.grade); end if;
  g := current_grade(r.grade);
  due := i.opened_at + make_interval(secs => grade_seconds(g, i.area_class));
  update incident set grade = g.id, grade_position = g.position, graded_at = clock_timestamp(),
    graded_by = (who ->> 'id')::uuid, attend_by = greatest(i.attend_by, due)
  where id = p_incident;
  insert into grading (id, incident_id, grade, position, attend_by, definition_version, direction, reason, graded_by, requested_by)
  values (p_grading, p_incident, g.id, g.position, greatest(i.attend_by, due), g.version, 'lowered',
    r.reason || ' / ' || p_reason, (who ->> 'id')::uuid, r.requested_by);
  return jsonb_build_object('approved', true, 'grade', g.id, 'position', g.position, 'from', i.grade,
    'attendBy', greatest(i.attend_by, due), 'firstAttendBy', i.first_attend_by, 'deploys', g.deploys);
end
$$;

-- Flags are raised by anyone and by the checks; this function can only ever raise.
create function raise_flags(p_incident uuid, p_domestic_abuse boolean, p_repeat boolean, p_vulnerable boolean,
  p_urgent boolean, p_because jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident := open_incident_for_update(p_incident);
begin
  update incident set domestic_abuse = domestic_abuse or p_domestic_abuse, repeat_victim = repeat_victim or p_repeat,
    vulnerable = vulnerable or p_vulnerable, treat_as_urgent = treat_as_urgent or p_urgent,
    flags_because = flags_because || p_because
  where id = p_incident;
  return jsonb_build_object('changed', (p_domestic_abuse and not i.domestic_abuse) or (p_repeat and not i.repeat_victim)
    or (p_vulnerable and not i.vulnerable) or (p_urgent and not i.treat_as_urgent));
end
$$;

create function clear_flag(p_token_hash bytea, p_incident uuid, p_flag text, p_reason text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  i incident := open_incident_for_update(p_incident);
begin
  perform must_be_independent_supervisor(who, i, 'unflagged');
  update incident set
    domestic_abuse = domestic_abuse and p_flag <> 'domesticAbuse', repeat_victim = repeat_victim and p_flag <> 'repeatVictim',
    vulnerable = vulnerable and p_flag <> 'vulnerable', treat_as_urgent = treat_as_urgent and p_flag <> 'treatAsUrgent',
    flags_because = flags_because || jsonb_build_array(jsonb_build_object('flag', p_flag, 'cleared', true, 'because', p_reason))
  where id = p_incident;
end
$$;

create function retype_incident(p_token_hash bytea, p_incident uuid, p_type text, p_reason text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  i incident := open_incident_for_update(p_incident);
begin
  if i.locked then perform must_be_independent_supervisor(who, i, 'retyped');
  elsif who ->> 'role' not in ('call-handler', 'front-desk', 'dispatcher', 'supervisor') then
    perform refuse(403, 'incident/not-yours', 'The type belongs to the control room');
  end if;
  update incident set type = p_type where id = p_incident;
  return i.type;
end
$$;

-- CR-28: what still has to be on the log before this incident may be closed, each with who owes it.
create function missing_before_closing(p_incident uuid, p_result jsonb) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  i incident;
  missing jsonb := '[]';
  told boolean;
begin
  select * into i from incident where id = p_incident;
  if coalesce(trim(p_result ->> 'text'), '') = '' then
    missing := missing || jsonb_build_object('what', 'result', 'owedBy', 'closer', 'detail', 'What was found and done');
  end if;
  if i.grade is null then
    missing := missing || jsonb_build_object('what', 'grade', 'owedBy', 'call handler', 'detail', 'The incident has no grade');
  end if;
  if exists (select from check_run where incident_id = p_incident and superseded_by is null and state in ('not_started', 'running')) then
    missing := missing || jsonb_build_object('what', 'checks', 'owedBy', 'system', 'detail', 'A history check has not finished');
  end if;
  if exists (select from action where incident_id = p_incident and done_at is null) then
    missing := missing || (select jsonb_agg(jsonb_build_object('what', 'action', 'owedBy', owner, 'detail', text))
      from action where incident_id = p_incident and done_at is null);
  end if;
  if exists (select from regrade_request where incident_id = p_incident and decided_at is null) then
    missing := missing || jsonb_build_object('what', 'regrade', 'owedBy', 'supervisor', 'detail', 'A request for a lower grade is undecided');
  end if;
  if not exists (select from deployment where incident_id = p_incident and at_scene_at is not null)
     and coalesce(trim(p_result ->> 'notAttendedBecause'), '') = '' then
    missing := missing || jsonb_build_object('what', 'attendance', 'owedBy', 'dispatcher', 'detail', 'Nobody arrived: the reason, and that the caller was told');
  end if;
  if exists (select from deployment where incident_id = p_incident and rank_chosen > 1 and not_first_because is null) then
    missing := missing || jsonb_build_object('what', 'notFirstReason', 'owedBy', 'dispatcher', 'detail', 'Why another unit than the first was sent');
  end if;
  if exists (select from contact where incident_id = p_incident and kind in ('silent', 'abandoned'))
     and coalesce(trim(p_result ->> 'callBack'), '') = '' then
    missing := missing || jsonb_build_object('what', 'callBack', 'owedBy', 'call handler', 'detail', 'Silent or abandoned: how the caller was found or called back');
  end if;
  if i.locked then
    if coalesce(trim(p_result ->> 'personsSeen'), '') = '' then
      missing := missing || jsonb_build_object('what', 'personsSeen', 'owedBy', 'crew', 'detail', 'Who was seen, and spoken to alone');
    end if;
    if coalesce(trim(p_result ->> 'childrenSeen'), '') = '' then
      missing := missing || jsonb_build_object('what', 'childrenSeen', 'owedBy', 'crew', 'detail', 'Children seen, or that there are none');
    end if;
    if coalesce(trim(p_result ->> 'crimeReference'), '') = '' and coalesce(trim(p_result ->> 'noCrimeBecause'), '') = '' then
      missing := missing || jsonb_build_object('what', 'crimeReference', 'owedBy', 'crew', 'detail', 'Crime reference, or the reason for none');
    end if;
  end if;
  if i.domestic_abuse and coalesce(trim(p_result ->> 'riskAssessmentReference'), '') = ''
     and coalesce(trim(p_result ->> 'noRiskAssessmentBecause'), '') = '' then
    missing := missing || jsonb_build_object('what', 'riskAssessmentReference', 'owedBy', 'crew', 'detail', 'DASH or DARA reference, or the reason for none');
  end if;
  return missing;
end
$$;

create function close_incident(p_token_hash bytea, p_closure uuid, p_incident uuid, p_category text, p_result jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  i incident := open_incident_for_update(p_incident);
  missing jsonb;
begin
  if i.locked then perform must_be_independent_supervisor(who, i, 'closed');
  elsif who ->> 'role' not in ('dispatcher', 'supervisor') then
    perform refuse(403, 'incident/not-yours', 'Incidents are closed by a dispatcher or a supervisor');
  end if;
  if exists (select from deployment where incident_id = p_incident and released_at is null) then
    perform refuse(409, 'incident/units-assigned', 'Units are still assigned to this incident');
  end if;
  missing := missing_before_closing(p_incident, p_result);
  if jsonb_array_length(missing) > 0 then
    perform refuse(409, 'incident/incomplete', 'The log is not complete enough to close', jsonb_build_object('missing', missing));
  end if;
  update incident set status = 'closed', closed_at = clock_timestamp(), closed_by = (who ->> 'id')::uuid,
    closing_category = p_category, result = p_result
  where id = p_incident;
  insert into closure (id, incident_id, closing_category, result, closed_by)
  values (p_closure, p_incident, p_category, p_result, (who ->> 'id')::uuid);
  return jsonb_build_object('openingCategory', i.opening_category, 'locked', i.locked);
end
$$;

create function reopen_incident(p_token_hash bytea, p_incident uuid, p_reason text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  i incident;
begin
  select * into i from incident where id = p_incident for update;
  if i.id is null then perform refuse(404, 'incident/unknown', 'There is no such incident'); end if;
  if who ->> 'role' <> 'supervisor' then
    perform refuse(403, 'incident/not-yours', 'Incidents are reopened by a supervisor');
  end if;
  if i.status = 'open' then perform refuse(409, 'incident/open', 'The incident is open'); end if;
  update closure set reopened_by = (who ->> 'id')::uuid, reopened_at = clock_timestamp(), reopened_because = p_reason
  where incident_id = p_incident and reopened_at is null;
  update incident set status = 'open', closed_at = null, closed_by = null, closing_category = null, result = null
  where id = p_incident;
end
$$;

-- The opening category and how an incident came to be are never rewritten, whoever asks.
create function keep_opening() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an incident is never deleted' using errcode = 'GH001'; end if;
  if (new.id, new.local_day, new.day_number, new.opening_category, new.opened_at, new.imported)
     is distinct from (old.id, old.local_day, old.day_number, old.opening_category, old.opened_at, old.imported)
     or (old.first_grade is not null and new.first_grade is distinct from old.first_grade)
     or (old.first_attend_by is not null and new.first_attend_by is distinct from old.first_attend_by) then
    raise exception 'how an incident was opened is never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_opening before update or delete on incident for each row execute function keep_opening();

-- A contact is linked, never merged away, deleted or moved off (I4, I10).
create function keep_contact() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a contact is never deleted' using errcode = 'GH001'; end if;
  if old.incident_id is not null and new.incident_id is distinct from old.incident_id then
    raise exception 'a contact stays with its incident' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_contact before update or delete on contact for each row execute function keep_contact();

-- Finished checks stand as they were: only what has not finished, or is superseded, may change.
create function keep_check() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a check is never deleted' using errcode = 'GH001'; end if;
  if old.finished_at is not null and (to_jsonb(new) - 'superseded_by' - 'incident_id') <> (to_jsonb(old) - 'superseded_by' - 'incident_id') then
    raise exception 'a finished check is never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_check before update or delete on check_run for each row execute function keep_check();
create trigger keep_for_ever before update or delete on briefing for each row execute function keep_for_ever();
create trigger keep_for_ever before update or delete on recommendation for each row execute function keep_for_ever();
create trigger keep_for_ever before update or delete on grading for each row execute function keep_for_ever();

-- ---------------------------------------------------------------- grants

grant select on zone, unit, unit_position, grade, incident, grading, regrade_request, closure, action,
  incident_link, briefing_read, recommendation, deployment, receipt to golden_hour_app;
grant select (id, kind, name, number, street, locality, town, postcode, lat, lon, area_id, area_class, search, source, invented, protected)
  on place to golden_hour_app;
grant insert (id, local_day, day_number, opening_category, type, summary, location_text, premises_id, lat, lon, area_id,
  area_class, location_confirmed, domestic_abuse, repeat_victim, vulnerable, treat_as_urgent, happening_now,
  flags_because, needs, proposed_grade, proposed_because, proposal_binding, handler_id) on incident to golden_hour_app;
grant update (summary, location_text, premises_id, lat, lon, area_id, area_class, location_confirmed, happening_now,
  needs, dispatcher_id) on incident to golden_hour_app;
grant update (state, state_at, crew, crew_size) on unit to golden_hour_app;
grant insert, update on unit_position to golden_hour_app;
grant select (id, channel, kind, number_withheld, caller_role, source, external_ref, presented_at, answered_at, ended_at,
  received_at, handler_id, incident_id, imported) on contact to golden_hour_app;
grant insert (id, channel, kind, number, number_as_given, number_withheld, caller_name, caller_role, first_words,
  network_location, source, external_ref, presented_at, answered_at, handler_id, incident_id) on contact to golden_hour_app;
grant update (answered_at, ended_at, handler_id, incident_id, caller_name, caller_role, first_words, network_location, kind)
  on contact to golden_hour_app;
grant select (id, incident_id, at, actor_id, kind), insert on log_entry to golden_hour_app;
grant insert, update (done_at, done_by) on action to golden_hour_app;
grant insert on incident_link, incident_person, briefing_read, recommendation, receipt to golden_hour_app;
grant select (id, kind, source, contact_id, incident_id, state, requested_by, requested_at, started_at, finished_at,
  duration_ms, superseded_by), insert on check_run to golden_hour_app;
grant update (incident_id, state, started_at, finished_at, duration_ms, findings, superseded_by) on check_run to golden_hour_app;
grant select (id, incident_id, version, composed_at, unknowns), insert on briefing to golden_hour_app;
grant insert on deployment to golden_hour_app;
grant update (acknowledged_at, mobile_at, at_scene_at, cleared_at, released_at, release_reason, diverted_to, arrived_unread, not_first_because)
  on deployment to golden_hour_app;
