-- Clocks and exceptions: where an attendance clock may start, who is told when something waits too long, and that
-- every change which may start, stop or move a clock plans a look at it in its own commit, on whatever path it came.

-- ---------------------------------------------------------------- where the clock starts

alter table grade drop constraint grade_clock_starts_check;
alter table grade add constraint grade_clock_starts_check
  check (clock_starts in ('presented', 'answered', 'created', 'graded', 'released'));

-- Every instant that a force may count from, also those that it does not: targets are compared by each of them.
create table incident_clock (
  incident_id  uuid primary key references incident,
  -- of the first contact: its network handed it over, as it says itself and within reason; somebody answered it
  presented_at timestamptz,
  answered_at  timestamptz,
  created_at   timestamptz not null,
  graded_at    timestamptz,
  -- with the first grade that sends units: handed to dispatch
  released_at  timestamptz
);

-- When a contact was presented is said by who sends it: never taken for earlier than an hour before it reached us (I7).
create function presented_within_reason(c contact) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select case when c.presented_at is not null then greatest(c.presented_at, c.received_at - interval '1 hour') end
$$;

insert into incident_clock (incident_id, presented_at, answered_at, created_at, graded_at, released_at)
select i.id, (select min(presented_within_reason(c)) from contact c where c.incident_id = i.id),
  (select min(c.answered_at) from contact c where c.incident_id = i.id), i.opened_at,
  (select min(g.at) from grading g where g.incident_id = i.id),
  (select min(g.at) from grading g where g.incident_id = i.id and exists (
    select from grade d where d.id = g.grade and d.version = g.definition_version and d.deploys))
from incident i where not i.imported;

create function note_clock() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'incident' then
    insert into incident_clock (incident_id, created_at) values (new.id, new.opened_at);
  elsif tg_table_name = 'contact' then
    update incident_clock set presented_at = least(presented_at, presented_within_reason(new)), answered_at = least(answered_at, new.answered_at)
    where incident_id = new.incident_id;
  elsif tg_table_name = 'grading' then
    update incident_clock set graded_at = coalesce(graded_at, new.at), released_at = coalesce(released_at,
      case when (select deploys from grade where id = new.grade and version = new.definition_version) then new.at end)
    where incident_id = new.incident_id;
  end if;
  return null;
end
$$;
create trigger note_clock after insert on incident for each row when (not new.imported) execute function note_clock();
create trigger note_clock after insert on grading for each row execute function note_clock();
create trigger note_clock after insert on contact for each row
  when (new.incident_id is not null and not new.imported) execute function note_clock();
create trigger note_clock_again after update on contact for each row
  when (new.incident_id is not null and (new.incident_id, new.answered_at) is distinct from (old.incident_id, old.answered_at))
  execute function note_clock();

-- Where the clock of a first grade starts, by the force's choice; what was not noted gives way to what came next. Never
-- after the incident was opened, whatever a sender's clock says (I7).
create function clock_start(i incident, g grade) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select case g.clock_starts
    when 'presented' then least(coalesce(c.presented_at, c.answered_at, i.opened_at), i.opened_at)
    when 'answered' then least(coalesce(c.answered_at, i.opened_at), i.opened_at)
    when 'created' then i.opened_at
    else clock_timestamp() end
  from (select 1) as one left join incident_clock c on c.incident_id = i.id
$$;

-- As before, but the first clock starts where the force's grade says.
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
    if i.domestic_abuse and not g.domestic_abuse_allowed and who ->> 'role' <> 'supervisor' then
      perform refuse(403, 'grade/domestic-abuse', 'Domestic abuse is not graded this low without a supervisor');
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

-- ---------------------------------------------------------------- exceptions

-- Something that waits too long, was told to somebody, and is over when it is over. Nothing of what a caller said.
create table exception (
  id              uuid primary key,
  -- which, from when, told to whom: definition 'escalation'
  kind            text not null,
  urgency         text not null check (urgency in ('high', 'medium', 'low')),
  subject_type    text not null check (subject_type in ('incident', 'deployment', 'action', 'force')),
  subject_id      uuid not null,
  incident_id     uuid references incident,
  unit_id         uuid references unit,
  area_id         text,
  grade           text,
  grade_position  smallint,
  because         text not null,
  -- since when it has been so; raised_at - since is how late the timer was
  since           timestamptz not null,
  raised_at       timestamptz not null default clock_timestamp(),
  rules_version   text not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid references staff,
  acknowledged_by_name text,
  resolved_at     timestamptz,
  check ((acknowledged_at is null) = (acknowledged_by is null)),
  check ((acknowledged_at is null) = (acknowledged_by_name is null)),
  check ((subject_type = 'force') = (incident_id is null))
);
-- I9: one thing is never raised twice while it stands; serves: what stands of one incident, and all that stands
create unique index exception_standing on exception (subject_id, kind) where resolved_at is null;
create index exception_of_incident on exception (incident_id, raised_at) where incident_id is not null;

-- Who was told, in which step of the chain, and when: once each.
create table exception_told (
  exception_id uuid not null references exception,
  step         smallint not null,
  -- a post of definition 'escalation'
  post         text not null,
  at           timestamptz not null default clock_timestamp(),
  primary key (exception_id, step)
);
-- serves: alarms of the last day, by operator
create index exception_told_at on exception_told (at);

-- What was raised is never rewritten: it is acknowledged once and ends once.
create function keep_exception() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (to_jsonb(new) - '{acknowledged_at,acknowledged_by,acknowledged_by_name,resolved_at}'::text[])
        <> (to_jsonb(old) - '{acknowledged_at,acknowledged_by,acknowledged_by_name,resolved_at}'::text[])
     or (old.acknowledged_at is not null and (new.acknowledged_at, new.acknowledged_by, new.acknowledged_by_name)
        is distinct from (old.acknowledged_at, old.acknowledged_by, old.acknowledged_by_name))
     or (old.resolved_at is not null and new.resolved_at is distinct from old.resolved_at) then
    raise exception 'an exception is never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_exception before update or delete on exception for each row execute function keep_exception();
create trigger keep_for_ever before update or delete on exception_told for each row execute function keep_for_ever();

-- How many warnings and plans nobody has looked at by the day that was set, and since when. Numbers only: I8.
create function count_past_review() returns table (what text, count int, since date)
language sql stable security definer set search_path = public, pg_temp as $$
  select 'markers', count(*)::int, min(review_on) from marker
  where review_on < current_date and (expires_on is null or expires_on >= current_date)
  union all
  select 'plans', count(*)::int, min(review_on) from response_plan
  where review_on < current_date and (ended_on is null or ended_on >= current_date)
$$;

-- Who is signed in now, for whom and for which areas: how many share the alarms of a desk.
create function list_signed_in() returns table (staff_id uuid, name text, role text, areas text[], since timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.display_name, s.role, case when x.areas = '{}' then s.areas else x.areas end, min(x.created_at)
  from session x join staff s on s.id = x.staff_id
  where x.ended_at is null and x.expires_at > clock_timestamp() and s.active
  group by 1, 2, 3, 4
$$;

-- ---------------------------------------------------------------- a look at the clocks is planned with the change

-- One look a transaction and incident, whatever it changed. A row of its own each time: an earlier one may be at work,
-- and has not seen this change. Two seconds later, so that it does not compete with what is urgent, and so that one look
-- serves for what is done in one go: whoever looks takes the others with it.
create function plan_clocks(p_incident uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into job (id, kind, subject_id, variant, due_at)
  values (gen_random_uuid(), 'clocks', p_incident, 'change ' || pg_current_xact_id()::text, clock_timestamp() + interval '2 seconds')
  on conflict (kind, subject_id, variant) do nothing
$$;

create function look_at_clocks() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'incident' then
    perform plan_clocks(new.id);
  elsif tg_table_name = 'briefing_read' then
    perform plan_clocks(b.incident_id) from briefing b join incident i on i.id = b.incident_id
    where b.id = new.briefing_id and i.status = 'open' and not i.imported;
  elsif exists (select from incident where id = new.incident_id and status = 'open' and not imported) then
    perform plan_clocks(new.incident_id);
  end if;
  return null;
end
$$;
create trigger look_at_clocks after insert on incident for each row
  when (new.status = 'open' and not new.imported) execute function look_at_clocks();
create trigger look_at_clocks_again after update on incident for each row
  when (not new.imported and (new.status, new.grade, new.attend_by, new.dispatcher_id)
    is distinct from (old.status, old.grade, old.attend_by, old.dispatcher_id)) execute function look_at_clocks();
create trigger look_at_clocks after insert or update on deployment for each row execute function look_at_clocks();
create trigger look_at_clocks after insert on recommendation for each row execute function look_at_clocks();
create trigger look_at_clocks after insert or update on action for each row execute function look_at_clocks();
create trigger look_at_clocks after insert on briefing_read for each row execute function look_at_clocks();

insert into job (id, kind, subject_id, variant, due_at)
select gen_random_uuid(), 'clocks', id, 'change 0', clock_timestamp() from incident where status = 'open' and not imported
on conflict do nothing;

-- ---------------------------------------------------------------- grants

revoke execute on function presented_within_reason, note_clock, clock_start, keep_exception, count_past_review, list_signed_in, plan_clocks, look_at_clocks from public;
grant execute on function list_signed_in, count_past_review to golden_hour_app;
grant select on incident_clock to golden_hour_app;
grant select on exception, exception_told to golden_hour_app;
grant insert (id, kind, urgency, subject_type, subject_id, incident_id, unit_id, area_id, grade, grade_position, because,
  since, rules_version) on exception to golden_hour_app;
grant update (acknowledged_at, acknowledged_by, acknowledged_by_name, resolved_at) on exception to golden_hour_app;
grant insert (exception_id, step, post) on exception_told to golden_hour_app;
