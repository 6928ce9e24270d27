-- Personal data is read only through these functions: each writes its audit row first (I8; Data
-- Protection Act 2018 s.62: consultation is logged with its justification, time and person).
-- The application's role cannot select the columns they return.

create function consult(p_actor jsonb, p_subject_type text, p_subject_id text, p_incident uuid, p_reason text) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into audit (id, op, actor_id, actor_role, session_id, subject_type, subject_id, incident_id, reason)
  values (gen_random_uuid(), 'consultation', (p_actor ->> 'id')::uuid, p_actor ->> 'role', (p_actor ->> 'sessionId')::uuid,
    p_subject_type, p_subject_id, p_incident, p_reason)
$$;

-- A proposal that binds stays binding, and never becomes less urgent afterwards.
create function propose_grade(p_incident uuid, p_grade text, p_because jsonb, p_binding boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i incident := open_incident_for_update(p_incident);
  old_position smallint := (select position from grade where id = i.proposed_grade order by valid_from desc limit 1);
  new_position smallint := (current_grade(p_grade)).position;
begin
  if i.proposal_binding and not p_binding and new_position >= old_position then return false; end if;
  update incident set proposed_grade = p_grade, proposed_because = p_because,
    proposal_binding = proposal_binding or p_binding
  where id = p_incident;
  return i.proposed_grade is distinct from p_grade or (p_binding and not i.proposal_binding);
end
$$;

create function earlier_incident(i incident, p_about text) returns json language sql stable as $$
  select json_build_object('id', i.id, 'day', i.local_day, 'number', i.day_number, 'openedAt', i.opened_at, 'status', i.status,
    'type', i.type, 'closingCategory', i.closing_category, 'grade', i.grade, 'domesticAbuse', i.domestic_abuse,
    'repeatVictim', i.repeat_victim, 'vulnerable', i.vulnerable, 'summary', i.summary, 'result', i.result ->> 'text', 'about', p_about)
$$;

-- Everything known by exact key: a number in E.164, a premises' id, persons' ids. Equality only: no
-- false neighbours (6 Green Road is not 36 Green Road). Who holds the number or lives there is looked up
-- too, with what they were part of elsewhere: one key alone hides what stands under another (DOMAIN B7).
-- Of each key the newest 100 are counted; a key with more is a switchboard or a hospital, and `counted` says so.
-- Planned once a connection: planning it anew each time costs ten times what it takes to run.
-- Written as json, once: built as jsonb and written out again it takes a third more time.
create function findings_about(p_number text, p_premises uuid, p_persons uuid[], p_except uuid) returns json
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  today date := (now() at time zone 'Europe/London')::date;
  people uuid[] := coalesce(p_persons, '{}');
  shown uuid[];
  incidents json;
  tally json;
  others uuid[];
begin
  if p_number is not null then
    people := people || array(select person_id from telephone
      where number = p_number and valid_from <= today and (valid_to is null or valid_to >= today));
  end if;
  if p_premises is not null then
    people := people || array(select person_id from residence
      where premises_id = p_premises and valid_from <= today and (valid_to is null or valid_to >= today));
  end if;
  people := array(select distinct unnest(people));
  with known as (
    select incident_id as id, 'number' as about, 1 as nearness from (
      select incident_id from contact where number = p_number and incident_id is not null
      order by received_at desc limit 100) c
    union all
    select id, 'premises', 2 from (
      select id from incident where premises_id = p_premises order by opened_at desc limit 100) i
    union all
    select p.incident_id, 'person', 3 from unnest(people) as one (id) cross join lateral (
      select incident_id from incident_person where person_id = one.id order by added_at desc limit 100) p
  ), once as (
    select distinct on (id) id, about from known where id is distinct from p_except order by id, nearness
  ), ranked as (
    select o.id, o.about, i.opened_at, i.domestic_abuse,
      row_number() over (order by i.opened_at desc) as nth,
      row_number() over (partition by i.domestic_abuse order by i.opened_at desc) as nth_of_kind
    from once o join incident i on i.id = o.id
  )
  select coalesce(array_agg(id) filter (where nth <= 10 or (domestic_abuse and nth_of_kind <= 10)), '{}'),
    coalesce((select json_agg(earlier_incident(i, r.about) order by r.opened_at desc)
      from ranked r join incident i on i.id = r.id where r.nth <= 10 or (r.domestic_abuse and r.nth_of_kind <= 10)), '[]'),
    json_build_object('ever', count(*), 'domesticAbuseEver', count(*) filter (where domestic_abuse),
      'twelveMonths', count(*) filter (where opened_at > now() - interval '12 months'),
      'domesticAbuseTwelveMonths', count(*) filter (where domestic_abuse and opened_at > now() - interval '12 months'),
      'counted', case when count(*) >= 100 then 'newest' else 'all' end)
  into shown, incidents, tally from ranked;
  -- the other party is the danger: whoever an order in force is against, and who was suspected at those incidents
  others := array(
    select subject_id from protection_order
    where protected_id = any(people) and starts_on <= today and (ends_on is null or ends_on >= today)
    union
    select p.person_id from incident_person p
    where p.role = 'suspect' and p.person_id is not null
      and p.incident_id = any(shown));
  return json_build_object(
    'incidents', incidents, 'tally', tally,
    'persons', coalesce((select json_agg(json_build_object('id', p.id, 'name', p.given_names || ' ' || p.family_name,
        'bornOn', p.born_on, 'riskGrade', p.risk_grade, 'riskGradedOn', p.risk_graded_on, 'maracOn', p.marac_on, 'aliases', p.aliases)
        order by p.family_name, p.given_names, p.id)
      from person p where p.id = any(people)), '[]'),
    'markers', coalesce((select json_agg(json_build_object('id', m.id, 'code', m.code, 'text', m.text, 'source', m.source,
        'author', m.author, 'confidence', m.confidence, 'startsOn', m.starts_on, 'reviewOn', m.review_on, 'expiresOn', m.expires_on,
        'about', case when m.number is not null then 'number' when m.premises_id is not null then 'premises' else 'person' end,
        'name', (select p.given_names || ' ' || p.family_name from person p where p.id = m.person_id))
        order by m.starts_on desc, m.id)
      from marker m where (m.number = p_number or m.premises_id = p_premises or m.person_id = any(people || others))
        and m.starts_on <= today), '[]'),
    'plans', coalesce((select json_agg(json_build_object('id', r.id, 'plan', r.plan, 'codeWord', r.code_word,
        'safeApproach', r.safe_approach, 'author', r.author, 'startsOn', r.starts_on, 'reviewOn', r.review_on,
        'about', case when r.premises_id is not null then 'premises' else 'person' end) order by r.starts_on desc, r.id)
      from response_plan r where (r.premises_id = p_premises or r.person_id = any(people))
        and r.starts_on <= today and (r.ended_on is null or r.ended_on >= today)), '[]'),
    -- without an end it is in force until a court says otherwise
    'orders', coalesce((select json_agg(json_build_object('id', o.id, 'kind', o.kind, 'conditions', o.conditions,
        'powerOfArrest', o.power_of_arrest, 'startsOn', o.starts_on, 'endsOn', o.ends_on,
        'protects', pp.given_names || ' ' || pp.family_name, 'against', ps.given_names || ' ' || ps.family_name)
        order by o.starts_on desc, o.id)
      from protection_order o join person pp on pp.id = o.protected_id join person ps on ps.id = o.subject_id
      where (o.protected_id = any(people) or o.subject_id = any(people))
        and o.starts_on <= today and (o.ends_on is null or o.ends_on >= today)), '[]'));
end
$$;

create function check_number(p_actor jsonb, p_reason text, p_number text, p_incident uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'number', p_number, p_incident, p_reason);
  return findings_about(p_number, null, null, p_incident);
end
$$;

create function check_premises(p_actor jsonb, p_reason text, p_premises uuid, p_incident uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'premises', p_premises::text, p_incident, p_reason);
  return findings_about(null, p_premises, null, p_incident);
end
$$;

-- By exact name: any ending of what was said may be the family name ("Anna Smith Jones"). With a date of
-- birth it must agree where the record has one, and the given name may differ; without one the first given name
-- must agree. Other names a person is known by count as well: duplicates hide markers.
create function check_person(p_actor jsonb, p_reason text, p_name text, p_born_on date, p_incident uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  full_name text := regexp_replace(lower(trim(p_name)), '\s+', ' ', 'g');
  words text[] := string_to_array(full_name, ' ');
  endings text[] := array(select array_to_string(words[n:], ' ') from generate_series(1, cardinality(words)) n);
  people uuid[];
begin
  perform consult(p_actor, 'person', p_name, p_incident, p_reason);
  people := array(
    select id from person
    where lower(family_name) = any(endings)
      and (born_on is null or p_born_on is null or born_on = p_born_on)
      and ((born_on is not null and p_born_on is not null) or split_part(lower(given_names), ' ', 1) = words[1])
    union
    select id from person
    where lower_each(aliases) @> array[full_name] and (born_on is null or p_born_on is null or born_on = p_born_on)
    limit 20);
  return findings_about(null, null, people, p_incident);
end
$$;

-- Asks for a check. Earlier ones it takes the place of stay, and say so: those of the same contact's number,
-- of the incident's present premises, of the same person.
create function request_check(p_id uuid, p_kind text, p_query text, p_born_on date, p_contact uuid, p_incident uuid,
  p_requested_by text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into check_run (id, kind, source, contact_id, incident_id, query, born_on, requested_by)
  values (p_id, p_kind, 'force-records', p_contact, p_incident, p_query, p_born_on, p_requested_by);
  update check_run set superseded_by = p_id
  where (contact_id = p_contact or incident_id = p_incident) and kind = p_kind and id <> p_id and superseded_by is null
    and case p_kind
      when 'phone' then contact_id is not distinct from p_contact or query = p_query
      when 'premises' then true
      else lower(query) = lower(p_query) end;
end
$$;

-- Asks again for everything that can be asked of an incident: its contacts' numbers, its premises, its people.
create function repeat_checks(p_incident uuid, p_kinds text[], p_requested_by text)
returns table (id uuid, kind text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  q record;
begin
  for q in
    select * from (
      (select distinct on (c.number) 'phone' as kind, c.number as query, null::date as born_on, c.id as contact_id
       from contact c where c.incident_id = p_incident and c.number is not null order by c.number, c.received_at)
      union all
      select 'premises', i.premises_id::text, null, null from incident i where i.id = p_incident and i.premises_id is not null
      union all
      (select distinct on (lower(p.name)) 'person', p.name, p.born_on, null
       from incident_person p where p.incident_id = p_incident and p.role <> 'witness' order by lower(p.name), p.born_on)
    ) as askable (kind, query, born_on, contact_id)
    where askable.kind = any(p_kinds)
  loop
    id := gen_random_uuid();
    kind := q.kind;
    perform request_check(id, q.kind, q.query, q.born_on, q.contact_id, p_incident, p_requested_by);
    return next;
  end loop;
end
$$;

-- What the records say to a check that was asked for: its question never leaves the database.
create function answer_check(p_actor jsonb, p_reason text, p_check uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  k check_run;
  present uuid;
begin
  select * into k from check_run where id = p_check;
  present := coalesce(k.incident_id, (select c.incident_id from contact c where c.id = k.contact_id));
  return case k.kind
    when 'phone' then check_number(p_actor, p_reason, k.query, present)
    when 'premises' then check_premises(p_actor, p_reason, k.query::uuid, present)
    when 'person' then check_person(p_actor, p_reason, k.query, k.born_on, present) end;
end
$$;

create function contact_view(c contact) returns jsonb language sql stable as $$
  select jsonb_build_object('id', c.id, 'channel', c.channel, 'kind', c.kind, 'number', c.number,
    'numberAsGiven', c.number_as_given, 'numberWithheld', c.number_withheld, 'callerName', c.caller_name,
    'callerRole', c.caller_role, 'firstWords', c.first_words, 'networkLocation', c.network_location,
    'presentedAt', c.presented_at, 'answeredAt', c.answered_at, 'endedAt', c.ended_at, 'receivedAt', c.received_at,
    'handlerId', c.handler_id, 'incidentId', c.incident_id)
$$;

create function check_view(k check_run) returns jsonb language sql stable as $$
  select jsonb_build_object('id', k.id, 'kind', k.kind, 'source', k.source, 'query', k.query, 'bornOn', k.born_on, 'state', k.state,
    'contactId', k.contact_id, 'incidentId', k.incident_id, 'requestedAt', k.requested_at, 'finishedAt', k.finished_at,
    'durationMs', k.duration_ms, 'findings', coalesce(k.findings, '[]'), 'superseded', k.superseded_by is not null)
$$;

create function read_contact(p_actor jsonb, p_reason text, p_contact uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  answer jsonb;
begin
  perform consult(p_actor, 'contact', p_contact::text, null, p_reason);
  select contact_view(c) || jsonb_build_object('checks',
    coalesce((select jsonb_agg(check_view(k) order by k.requested_at) from check_run k where k.contact_id = c.id), '[]'))
  into answer from contact c where c.id = p_contact;
  return answer;
end
$$;

-- Contacts that are not yet part of an incident, oldest first.
create function read_waiting_contacts(p_actor jsonb, p_reason text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'waiting-contacts', null, null, p_reason);
  return coalesce((select jsonb_agg(contact_view(c) || jsonb_build_object('checks',
      coalesce((select jsonb_agg(check_view(k) order by k.requested_at) from check_run k where k.contact_id = c.id), '[]'))
      order by c.received_at)
    from (select * from contact where incident_id is null and not imported order by received_at limit 200) c), '[]');
end
$$;

-- For the composer of the briefing: what the checks found, the people, the callers' own words.
create function read_for_briefing(p_actor jsonb, p_incident uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'incident', p_incident::text, p_incident, 'composing the briefing');
  return jsonb_build_object(
    'checks', coalesce((select jsonb_agg(check_view(k) order by k.requested_at) from check_run k
      where k.incident_id = p_incident and k.superseded_by is null), '[]'),
    'people', coalesce((select jsonb_agg(jsonb_build_object('role', p.role, 'name', p.name, 'bornOn', p.born_on,
        'relationship', p.relationship, 'present', p.present) order by p.added_at)
      from incident_person p where p.incident_id = p_incident), '[]'),
    'contacts', coalesce((select jsonb_agg(contact_view(c) order by c.received_at) from contact c where c.incident_id = p_incident), '[]'));
end
$$;

-- The whole log of one incident as a person may read it.
create function read_incident(p_actor jsonb, p_reason text, p_incident uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  answer jsonb;
begin
  perform consult(p_actor, 'incident', p_incident::text, p_incident, p_reason);
  select jsonb_build_object(
    'contacts', coalesce((select jsonb_agg(contact_view(c) order by c.received_at) from contact c where c.incident_id = i.id), '[]'),
    'checks', coalesce((select jsonb_agg(check_view(k) order by k.requested_at) from check_run k where k.incident_id = i.id), '[]'),
    'people', coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'role', p.role, 'name', p.name, 'bornOn', p.born_on,
        'relationship', p.relationship, 'present', p.present, 'personId', p.person_id) order by p.added_at)
      from incident_person p where p.incident_id = i.id), '[]'),
    'entries', coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'at', e.at, 'by', e.actor_name, 'kind', e.kind,
        'text', e.text, 'detail', e.detail) order by e.at, e.id)
      from log_entry e where e.incident_id = i.id), '[]'),
    'gradings', coalesce((select jsonb_agg(jsonb_build_object('grade', g.grade, 'attendBy', g.attend_by, 'direction', g.direction,
        'reason', g.reason, 'by', s.display_name, 'at', g.at, 'definitionVersion', g.definition_version) order by g.at)
      from grading g join staff s on s.id = g.graded_by where g.incident_id = i.id), '[]'),
    'actions', coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'text', a.text, 'owner', a.owner,
        'createdAt', a.created_at, 'doneAt', a.done_at) order by a.created_at)
      from action a where a.incident_id = i.id), '[]'),
    'briefings', coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'version', b.version, 'composedAt', b.composed_at,
        'body', b.body, 'unknowns', b.unknowns, 'readBy', coalesce((select jsonb_agg(jsonb_build_object('unitId', r.unit_id,
          'callsign', u.callsign, 'at', r.read_at)) from briefing_read r join unit u on u.id = r.unit_id where r.briefing_id = b.id), '[]'))
        order by b.version)
      from briefing b where b.incident_id = i.id), '[]'),
    'closures', coalesce((select jsonb_agg(jsonb_build_object('category', x.closing_category, 'result', x.result, 'by', s.display_name,
        'at', x.closed_at, 'reopenedAt', x.reopened_at, 'reopenedBecause', x.reopened_because) order by x.closed_at)
      from closure x join staff s on s.id = x.closed_by where x.incident_id = i.id), '[]'),
    'links', coalesce((select jsonb_agg(jsonb_build_object('incidentId', case when l.incident_id = i.id then l.other_id else l.incident_id end,
        'reason', l.reason, 'at', l.at) order by l.at)
      from incident_link l where l.incident_id = i.id or l.other_id = i.id), '[]'))
  into answer from incident i where i.id = p_incident;
  return answer;
end
$$;

-- One briefing, for the crew that is to read it or a console that shows it.
create function read_briefing(p_actor jsonb, p_reason text, p_incident uuid, p_version int) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  answer jsonb;
begin
  perform consult(p_actor, 'briefing', p_incident::text || '/' || coalesce(p_version::text, 'newest'), p_incident, p_reason);
  select jsonb_build_object('id', b.id, 'incidentId', b.incident_id, 'version', b.version, 'composedAt', b.composed_at,
    'body', b.body, 'unknowns', b.unknowns)
  into answer from briefing b
  where b.incident_id = p_incident and (p_version is null or b.version = p_version)
  order by b.version desc limit 1;
  return answer;
end
$$;

-- Saves a briefing as the next version, unless it says what the newest says. The incident is locked first, so
-- that two composers never both take the next number, and the later one has seen what the earlier saw.
create function save_briefing(p_id uuid, p_incident uuid, p_body jsonb, p_unknowns jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  newest briefing;
begin
  perform from incident where id = p_incident for update;
  select * into newest from briefing where incident_id = p_incident order by version desc limit 1;
  if newest.body = p_body and newest.unknowns = p_unknowns then
    return jsonb_build_object('id', newest.id, 'version', newest.version, 'changed', false);
  end if;
  insert into briefing (id, incident_id, version, body, unknowns)
  values (p_id, p_incident, coalesce(newest.version, 0) + 1, p_body, p_unknowns);
  return jsonb_build_object('id', p_id, 'version', coalesce(newest.version, 0) + 1, 'changed', true);
end
$$;

-- How many people are named; not who.
create function people_named(p_incident uuid) returns int
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int from incident_person where incident_id = p_incident
$$;

-- Open incidents that sound like the same thing: for the duplicate offer beside the form.
create function near_open_incidents(p_lat double precision, p_lon double precision, p_metres double precision, p_except uuid)
returns table (id uuid, metres double precision)
language sql stable security definer set search_path = public, pg_temp as $$
  select * from (
    select i.id, 111195 * sqrt((i.lat - p_lat) ^ 2 + ((i.lon - p_lon) * cos(radians(p_lat))) ^ 2) as metres
    from incident i where i.status = 'open' and i.lat is not null and i.id is distinct from p_except) x
  where x.metres <= p_metres order by x.metres limit 10
$$;

-- Only what the application calls is executable by it; the keys to tables stay inside.
do $$
declare
  f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proowner = (select oid from pg_roles where rolname = current_user)
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') loop
    execute format('revoke execute on function %s from public', f);
  end loop;
end
$$;
grant execute on function who_is, who_are, sign_in_record, start_session, end_session, save_staff, first_broken_audit,
  refuse, acting, take_log_number, current_grade, grade_seconds, grade_incident, request_lower_grade,
  decide_lower_grade, raise_flags, clear_flag, retype_incident, missing_before_closing, close_incident, reopen_incident,
  propose_grade, check_number, check_premises, check_person, request_check, repeat_checks, answer_check, read_contact, read_waiting_contacts, read_for_briefing,
  read_incident, read_briefing, save_briefing, near_open_incidents, people_named to golden_hour_app;
-- trigger functions run as whoever writes
grant execute on function keep_for_ever, keep_opening, keep_contact, keep_check to golden_hour_app;
