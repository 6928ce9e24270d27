-- Who may end or lessen an incident is asked when it is done, of a session that only a password can begin; a lower grade
-- needs a whole assessment, and domestic abuse is never dealt with at a distance without its three conditions; what was
-- told is told again, and what somebody took in hand comes back.

-- ---------------------------------------------------------------- a session is begun by who knows the password

-- What is kept of a password is a seal of its proof: argon2id of it, whose last part alone is hashed once more. Whoever
-- asks for a session shows the proof, which no table holds; so the service's own login cannot begin one for a supervisor.
-- Nodes of the version before this cannot sign anybody in any more; sessions that are open go on.
create function seal_password(p_encoded text) returns text
language sql immutable set search_path = public, pg_temp as $$
  select case when p_encoded like '$argon2id$%' and p_encoded not like '%$sealed:%'
    then regexp_replace(p_encoded, '[^$]*$', 'sealed:' || encode(sha256(convert_to(split_part(p_encoded, '$', 6), 'UTF8')), 'hex'))
    else p_encoded end
$$;

create function keep_sealed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.password_hash := seal_password(new.password_hash);
  return new;
end
$$;
create trigger keep_sealed before insert or update of password_hash on staff for each row execute function keep_sealed();
update staff set password_hash = password_hash;

-- Who that is, and with which salt and parameters the proof is made: nothing that begins a session.
drop function sign_in_record(text);
create function sign_in_record(p_username text) returns table (staff_id uuid, made_with text, role text)
language sql stable security definer set search_path = public, pg_temp as $$
  select id, regexp_replace(password_hash, '\$[^$]*$', ''), role from staff where username = lower(p_username) and active
$$;

drop function start_session(uuid, uuid, bytea, text[], int);
-- Null: the proof is not that of this person's password, or the person is not on the force any more.
create function start_session(p_id uuid, p_staff uuid, p_token_hash bytea, p_areas text[], p_hours int, p_proof text)
returns timestamptz
language sql security definer set search_path = public, pg_temp as $$
  insert into session (id, token_hash, staff_id, areas, expires_at)
  select p_id, p_token_hash, id, p_areas, clock_timestamp() + make_interval(hours => least(p_hours, 24))
  from staff where id = p_staff and active
    and password_hash like '%$sealed:' || encode(sha256(convert_to(p_proof, 'UTF8')), 'hex')
  returning expires_at
$$;

-- ---------------------------------------------------------------- who took the call is never forgotten

-- Everybody who had this contact before whoever has it now: whoever took the call stays known as such.
alter table contact add column handled_by uuid[] not null default '{}';

create or replace function keep_contact() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a contact is never deleted' using errcode = 'GH001'; end if;
  if old.incident_id is not null and new.incident_id is distinct from old.incident_id then
    raise exception 'a contact stays with its incident' using errcode = 'GH001';
  end if;
  new.handled_by := old.handled_by;
  if old.handler_id is not null and new.handler_id is distinct from old.handler_id then
    new.handled_by := old.handled_by || old.handler_id;
  end if;
  return new;
end
$$;

create or replace function must_be_independent_supervisor(who jsonb, i incident, p_what text) returns void
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if who ->> 'role' <> 'supervisor' then
    perform refuse(403, 'incident/locked',
      format('Domestic abuse, repeat and vulnerable incidents can be %s only by a communication-centre supervisor', p_what));
  end if;
  if (who ->> 'id')::uuid = i.handler_id
     or exists (select from contact c where c.incident_id = i.id
       and ((who ->> 'id')::uuid = c.handler_id or (who ->> 'id')::uuid = any (c.handled_by))) then
    perform refuse(403, 'incident/own-call',
      format('The supervisor who took the call may not see that it is %s; another supervisor must', p_what));
  end if;
end
$$;

-- Who holds the token now, and until this is committed: asked after the incident is locked, because whoever waited for
-- that lock may have lost the role meanwhile. Whoever takes a role away waits until this is done. Staff before session:
-- save_staff() takes them in that order.
create function acting_until_done(p_token_hash bytea) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from staff where id = (select staff_id from session where token_hash = p_token_hash) for share;
  perform from session where token_hash = p_token_hash for share;
  return acting(p_token_hash);
end
$$;

-- ---------------------------------------------------------------- grades

-- THRIVE in the words of who asked, the grade and clock it was then, and what was said for dealing with it at a distance.
alter table regrade_request add column thrive jsonb, add column remote jsonb, add column from_grade text,
  add column attend_by_then timestamptz, add column decided_because text;
-- serves: requests near the end of a clock, newest first
create index regrade_request_at on regrade_request (requested_at);

create function list_unsaid(p_thrive jsonb) returns text[] language sql immutable set search_path = public, pg_temp as $$
  select coalesce(array_agg(letter), '{}') from unnest('{threat,harm,risk,investigation,vulnerability,engagement}'::text[]) as letter
  where coalesce(trim(p_thrive ->> letter), '') = ''
$$;

-- As before, but domestic abuse is never graded first as what is dealt with at a distance, by nobody: that is a lower grade,
-- with its conditions (F11).
create or replace function grade_incident(p_token_hash bytea, p_grading uuid, p_incident uuid, p_grade text, p_reason text)
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
    if i.domestic_abuse and not g.domestic_abuse_allowed then
      perform refuse(403, 'grade/domestic-abuse', 'Domestic abuse is graded so that somebody goes; a lower grade is asked for afterwards');
    end if;
  end if;
  dir := case when i.grade is null then 'first' when g.position < i.grade_position then 'raised' else 'same' end;
  due := case when i.grade is null then clock_start(i, g) else clock_timestamp() end
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

-- F11, Kent trial: at a distance only when the suspect is not there, the place is safe and the victim agrees; never while it
-- is happening.
create function must_allow_remote(i incident, g grade, p_remote jsonb) returns void
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  unsaid text[];
begin
  if not i.domestic_abuse or g.domestic_abuse_allowed then return; end if;
  if i.happening_now then
    perform refuse(409, 'grade/happening-now', 'Domestic abuse that is happening now is never dealt with at a distance');
  end if;
  select array_agg(one) into unsaid from unnest('{suspectAbsent,safePlace,consents}'::text[]) as one
  where coalesce((p_remote ->> one)::boolean, false) is not true;
  if unsaid is not null then
    perform refuse(409, 'grade/remote-conditions', 'Domestic abuse is not dealt with at a distance without its three conditions',
      jsonb_build_object('errors', (select jsonb_agg(jsonb_build_object('pointer', '/remote/' || one, 'detail', 'must be so')) from unnest(unsaid) as one)));
  end if;
end
$$;

drop function request_lower_grade(bytea, uuid, uuid, text, text);
create function request_lower_grade(p_token_hash bytea, p_request uuid, p_incident uuid, p_grade text, p_reason text,
  p_thrive jsonb, p_remote jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident := open_incident_for_update(p_incident);
  who jsonb := acting_until_done(p_token_hash);
  g grade := current_grade(p_grade);
  unsaid text[] := list_unsaid(p_thrive);
begin
  if who ->> 'role' not in ('call-handler', 'front-desk', 'dispatcher', 'supervisor') then
    perform refuse(403, 'grade/not-yours', 'Grading belongs to the control room');
  end if;
  if i.grade is null or g.position <= i.grade_position then
    perform refuse(409, 'grade/not-lower', 'The grade asked for is not lower than the present one');
  end if;
  if coalesce(trim(p_reason), '') = '' or cardinality(unsaid) > 0 then
    perform refuse(400, 'grade/assessment-incomplete', 'A lower grade needs its reason and the whole assessment',
      jsonb_build_object('errors', (select jsonb_agg(jsonb_build_object('pointer', '/thrive/' || one, 'detail', 'say what is known')) from unnest(unsaid) as one)));
  end if;
  perform must_allow_remote(i, g, p_remote);
  if exists (select from regrade_request where incident_id = p_incident and decided_at is null) then
    perform refuse(409, 'grade/request-waiting', 'A request for a lower grade is already waiting');
  end if;
  insert into regrade_request (id, incident_id, grade, reason, requested_by, thrive, remote, from_grade, attend_by_then)
  values (p_request, p_incident, g.id, p_reason, (who ->> 'id')::uuid, p_thrive, p_remote, i.grade, i.attend_by);
end
$$;

create or replace function decide_lower_grade(p_token_hash bytea, p_grading uuid, p_incident uuid, p_approve boolean, p_reason text)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident := open_incident_for_update(p_incident);
  who jsonb := acting_until_done(p_token_hash);
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
  g := current_grade(r.grade);
  if p_approve then
    -- what was true when it was asked for may not be so any more: flags were raised, or it has begun again
    if cardinality(list_unsaid(r.thrive)) > 0 then
      perform refuse(409, 'grade/assessment-incomplete', 'It was asked for without the whole assessment; refuse it, and ask again');
    end if;
    perform must_allow_remote(i, g, r.remote);
  end if;
  update regrade_request set decided_by = (who ->> 'id')::uuid, decided_at = clock_timestamp(), approved = p_approve, decided_because = p_reason
  where id = r.id;
  if not p_approve then return jsonb_build_object('approved', false, 'grade', i.grade); end if;
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

-- The lower grade that waits, in the words of who asked; null: none waits. The reading is on the audit first (I8).
create function read_lower_grade(p_actor jsonb, p_reason text, p_incident uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'lower-grade', p_incident::text, p_incident, p_reason);
  return (select jsonb_build_object('grade', r.grade, 'from', r.from_grade, 'reason', r.reason, 'requestedBy', s.display_name,
      'requestedAt', r.requested_at, 'thrive', r.thrive, 'remote', r.remote)
    from regrade_request r join staff s on s.id = r.requested_by where r.incident_id = p_incident and r.decided_at is null);
end
$$;

-- ---------------------------------------------------------------- ending

create or replace function clear_flag(p_token_hash bytea, p_incident uuid, p_flag text, p_reason text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident := open_incident_for_update(p_incident);
  who jsonb := acting_until_done(p_token_hash);
begin
  perform must_be_independent_supervisor(who, i, 'unflagged');
  update incident set
    domestic_abuse = domestic_abuse and p_flag <> 'domesticAbuse', repeat_victim = repeat_victim and p_flag <> 'repeatVictim',
    vulnerable = vulnerable and p_flag <> 'vulnerable', treat_as_urgent = treat_as_urgent and p_flag <> 'treatAsUrgent',
    flags_because = flags_because || jsonb_build_array(jsonb_build_object('flag', p_flag, 'cleared', true, 'because', p_reason))
  where id = p_incident;
end
$$;

create or replace function retype_incident(p_token_hash bytea, p_incident uuid, p_type text, p_reason text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident := open_incident_for_update(p_incident);
  who jsonb := acting_until_done(p_token_hash);
begin
  if i.locked then perform must_be_independent_supervisor(who, i, 'retyped');
  elsif who ->> 'role' not in ('call-handler', 'front-desk', 'dispatcher', 'supervisor') then
    perform refuse(403, 'incident/not-yours', 'The type belongs to the control room');
  end if;
  update incident set type = p_type where id = p_incident;
  return i.type;
end
$$;

create or replace function close_incident(p_token_hash bytea, p_closure uuid, p_incident uuid, p_category text, p_result jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident := open_incident_for_update(p_incident);
  who jsonb := acting_until_done(p_token_hash);
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

-- serves: the supervisors' list of refused attempts, newest first
create index audit_refusals on audit (at) where op = 'refusal' and subject_type = 'incident';

-- ---------------------------------------------------------------- duties, repeats, and what was in hand

-- A post that somebody holds for a shift: the duty inspector is told by name. One person a post.
create table duty (
  id        uuid primary key,
  -- a post of definition 'escalation' that is held by a person
  post      text not null,
  staff_id  uuid not null references staff,
  from_at   timestamptz not null default clock_timestamp(),
  -- it ends by itself, as a session does
  until_at  timestamptz not null,
  ended_at  timestamptz,
  ended_by  uuid references staff,
  check (until_at > from_at),
  check ((ended_at is null) = (ended_by is null))
);
-- serves: who holds a post now; one at a time
create unique index duty_held on duty (post) where ended_at is null;

create function keep_duty() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.ended_at is not null
     or (to_jsonb(new) - '{ended_at,ended_by}'::text[]) <> (to_jsonb(old) - '{ended_at,ended_by}'::text[]) then
    raise exception 'a duty is never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_duty before update or delete on duty for each row execute function keep_duty();

-- Who held the post when it was told; null: nobody did.
alter table exception_told add column told_to uuid references staff, add column told_to_name text;
-- How often somebody had it in hand and it was standing still when that ran out.
alter table exception add column came_back smallint not null default 0;

-- As before, but what was acknowledged may come back: the acknowledgement ends, and is counted.
create or replace function keep_exception() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (to_jsonb(new) - '{acknowledged_at,acknowledged_by,acknowledged_by_name,resolved_at,came_back}'::text[])
        <> (to_jsonb(old) - '{acknowledged_at,acknowledged_by,acknowledged_by_name,resolved_at,came_back}'::text[])
     or (old.acknowledged_at is not null and (new.acknowledged_at, new.acknowledged_by, new.acknowledged_by_name)
        is distinct from (old.acknowledged_at, old.acknowledged_by, old.acknowledged_by_name)
        and not (new.acknowledged_at is null and new.came_back = old.came_back + 1))
     or new.came_back < old.came_back
     or (old.resolved_at is not null and new.resolved_at is distinct from old.resolved_at) then
    raise exception 'an exception is never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;

-- ---------------------------------------------------------------- grants

revoke execute on function seal_password, keep_sealed, sign_in_record, start_session, acting_until_done, list_unsaid,
  must_allow_remote, request_lower_grade, read_lower_grade, keep_duty from public;
grant execute on function sign_in_record, start_session, request_lower_grade, read_lower_grade, keep_duty to golden_hour_app;
-- the assessment is somebody's words: read_lower_grade()
revoke select on regrade_request from golden_hour_app;
grant select (id, incident_id, grade, reason, requested_by, requested_at, decided_by, decided_at, approved, from_grade,
  attend_by_then, decided_because) on regrade_request to golden_hour_app;
grant select (handled_by) on contact to golden_hour_app;
grant select on duty to golden_hour_app;
grant insert (id, post, staff_id, until_at), update (ended_at, ended_by) on duty to golden_hour_app;
grant update (came_back) on exception to golden_hour_app;
grant insert (told_to, told_to_name) on exception_told to golden_hour_app;
