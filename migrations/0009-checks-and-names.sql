-- Sources of checks, people found by any spelling of their name, and orders between two people.

-- Sound of a name: ships with Postgres, as pg_trgm and unaccent do.
create extension if not exists fuzzystrmatch;

-- ---------------------------------------------------------------- sources

-- Every source a force has, and whether a node has its address. One that nobody connected is told as that,
-- never as "no record". The force's own records are always there and are not in this table.
create table check_source (
  code      text primary key check (code <> 'force-records'),
  name      text not null,
  kinds     text[] not null check (kinds <@ array['phone', 'premises', 'person', 'pair']),
  connected boolean not null
);

create function save_check_sources(p_sources jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from check_source where code <> all (array(select s ->> 'code' from jsonb_array_elements(p_sources) s));
  insert into check_source (code, name, kinds, connected)
  select s ->> 'code', s ->> 'name', array(select jsonb_array_elements_text(s -> 'kinds')), (s ->> 'connected')::boolean
  from jsonb_array_elements(p_sources) s
  on conflict (code) do update set name = excluded.name, kinds = excluded.kinds, connected = excluded.connected;
end
$$;

alter table check_run
  drop constraint check_run_kind_check,
  add constraint check_run_kind_check check (kind in ('phone', 'premises', 'person', 'pair')),
  -- a person's age in years, where the date of birth is not known
  add column aged smallint check (aged between 0 and 130),
  -- the rows of incident_person it is about: one for a person, the protected and the other side for a pair
  add column about_persons uuid[] not null default '{}',
  -- 1, then one more each time the service asks again because the source could not be reached
  add column attempt smallint not null default 1 check (attempt > 0),
  -- who in the records it may be, each with the reasons, as it stood
  add column candidates jsonb;

-- ---------------------------------------------------------------- names

alter table person
  -- family names or whole names that were theirs before
  add column former_names text[] not null default '{}',
  -- what a name is found by: its words, their sound, and each with one letter left out
  add column name_keys tsvector not null default '';

-- Lower case, unaccented, Mac and O' joined on; hyphens part words. What is rare is looked for only where it can be:
-- an import folds a million names.
create function name_fold(p_name text) returns text language plpgsql stable parallel safe as $$
declare
  folded text := translate(lower(unaccent(coalesce(p_name, ''))), '-–—_,;:/\()"&|!*<>' || E'\t\n\r''’‘`´.', '                     ');
begin
  if folded ~ '\m(mac|mc) ?[a-z]{3}' then folded := regexp_replace(folded, '\m(mac|mc) ?(?=[a-z]{3})', 'mc', 'g'); end if;
  if folded ~ '\mo [a-z]{3}' then folded := regexp_replace(folded, '\mo (?=[a-z]{3})', 'o', 'g'); end if;
  return folded;
end
$$;

-- The words of a name, at most eight.
create function name_words(p_name text) returns text[] language sql stable parallel safe as $$
  select (array_remove(string_to_array(name_fold(p_name), ' '), ''))[1:8]
$$;

-- Each two words that stand together as one: Mary-Ann is Maryann.
create function joined_words(p_words text[]) returns text[] language plpgsql immutable parallel safe as $$
declare
  joined text[] := '{}';
begin
  for n in 1 .. cardinality(p_words) - 1 loop
    joined := joined || (p_words[n] || p_words[n + 1]);
  end loop;
  return joined;
end
$$;

-- What one word is found by: itself (w), its sound (p), itself with one letter left out (d).
create function word_keys(p_word text) returns text[] language plpgsql stable parallel safe as $$
declare
  keys text[] := array['w' || p_word];
begin
  if length(p_word) > 2 then
    keys := keys || ('p' || dmetaphone(p_word)) || ('p' || dmetaphone_alt(p_word));
  end if;
  if length(p_word) > 3 then
    keys := keys || ('d' || p_word);
    for n in 1 .. length(p_word) loop
      keys := keys || ('d' || overlay(p_word placing '' from n for 1));
    end loop;
  end if;
  return array_remove(keys, 'p');
end
$$;

create function keep_name_keys() returns trigger language plpgsql
set search_path = public, pg_temp as $$
declare
  name text;
  words text[];
  word text;
  keys text[] := '{}';
begin
  foreach name in array array[new.given_names || ' ' || new.family_name] || new.aliases || new.former_names loop
    words := name_words(left(name, 200));
    foreach word in array words loop
      keys := keys || word_keys(word);
    end loop;
    foreach word in array joined_words(words) loop
      keys := keys || ('w' || word);
    end loop;
  end loop;
  new.name_keys := array_to_tsvector(keys);
  return new;
end
$$;
create trigger keep_name_keys before insert or update of given_names, family_name, aliases, former_names on person
  for each row execute function keep_name_keys();
update person set family_name = family_name;
-- serves: the person check by any spelling of two words of a name
create index person_name_keys on person using gin (name_keys);
-- serves: where somebody who may be meant lives
create index residence_of_person on residence (person_id);
-- serves: the person check by date of birth and one word of a name
create index person_born_on on person (born_on) where born_on is not null;

-- Any key of a word, or of what the force's list of name variants says is the same name.
create function word_query(p_word text, p_variants text[]) returns tsquery language plpgsql stable parallel safe as $$
declare
  keys text[] := word_keys(p_word);
begin
  for n in 1 .. cardinality(p_variants) loop
    keys := keys || ('w' || p_variants[n]);
  end loop;
  -- folding has taken every quote and backslash out
  return ('''' || array_to_string(keys, '''|''') || '''')::tsquery;
end
$$;

-- Who in the records may be meant by a name as it was said: at most 40, likely ones first; which of them it is, is
-- decided by rule and by people, never here. Two words of the name have to be found by any key, or one and
-- the date of birth; of those who hold the number or live at the premises, one word is enough.
create function people_like(p_name text, p_born_on date, p_incident uuid, p_contact uuid, p_chosen uuid) returns json
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  today date := (now() at time zone 'Europe/London')::date;
  said text := lower(p_name);
  words text[] := name_words(left(p_name, 200));
  variants jsonb;
  joined text[] := joined_words(words);
  queries tsquery[] := '{}';
  two tsquery;
  one tsquery;
  holders uuid[];
  residents uuid[];
begin
  select jsonb_object_agg(word, names) into variants from (
    select word, (select jsonb_agg(distinct name) from jsonb_array_elements(d.body) as same (names), jsonb_array_elements_text(same.names) as name
      where same.names ? word) as names
    from unnest(words) as word cross join (
      select body from definition where kind = 'name-variants' and valid_from <= now() and (valid_to is null or valid_to > now())
      order by valid_from desc limit 1) d) as found
  where names is not null;
  for n in 1 .. cardinality(words) loop
    queries := queries || word_query(words[n], array(select jsonb_array_elements_text(variants -> words[n])));
    one := coalesce(one || queries[n], queries[n]);
    for before in 1 .. n - 1 loop
      two := coalesce(two || (queries[before] && queries[n]), queries[before] && queries[n]);
    end loop;
  end loop;
  for n in 1 .. cardinality(joined) loop
    for other in 1 .. cardinality(words) loop
      continue when other in (n, n + 1);
      two := two || (('''w' || joined[n] || '''')::tsquery && queries[other]);
    end loop;
  end loop;
  holders := array(select t.person_id from telephone t where t.valid_from <= today and (t.valid_to is null or t.valid_to >= today)
    and t.number in (select c.number from contact c where (c.incident_id = p_incident or c.id = p_contact) and c.number is not null));
  residents := array(select r.person_id from residence r join incident i on i.premises_id = r.premises_id
    where i.id = p_incident and r.valid_from <= today and (r.valid_to is null or r.valid_to >= today));
  return (
    with found as (
      select id from person where name_keys @@ two
      -- offset 0: one word of a name is in thousands of entries, so the few people are found first
      union select id from (select id, name_keys from person where born_on = p_born_on offset 0) b where name_keys @@ one
      union select id from (select id, name_keys from person where id = any (holders || residents) offset 0) k where name_keys @@ one
      union select p_chosen where p_chosen is not null
    ), first as (
      select p.*, p.id = any (holders) as uses_number, p.id = any (residents) as lives_here
      from found f join person p on p.id = f.id
      order by p.id is not distinct from p_chosen desc, (p.id = any (holders) or p.id = any (residents)) desc,
        coalesce(p.born_on = p_born_on, false) desc,
        similarity(p.given_names || ' ' || p.family_name, said) desc, p.id
      limit 40
    )
    select coalesce(json_agg(json_build_object('id', f.id, 'givenNames', f.given_names, 'familyName', f.family_name,
      'bornOn', f.born_on, 'aliases', f.aliases, 'formerNames', f.former_names, 'usesNumber', f.uses_number, 'livesHere', f.lives_here,
      'address', (select pl.name from residence r join place pl on pl.id = r.premises_id where r.person_id = f.id and not pl.protected
        and r.valid_from <= today and (r.valid_to is null or r.valid_to >= today) order by r.valid_from desc limit 1),
      'riskGrade', f.risk_grade,
      'markers', coalesce((select json_agg(distinct m.code) from marker m where m.person_id = f.id and m.starts_on <= today
        and (m.expires_on is null or m.expires_on >= today)), '[]'),
      'orders', (select count(*) from protection_order o where (o.protected_id = f.id or o.subject_id = f.id)
        and o.starts_on <= today and (o.ends_on is null or o.ends_on >= today)))), '[]')
    from first f);
end
$$;

-- Who was named: by whom a person of the records was chosen, or that it is none of those offered.
alter table incident_person
  add column aged smallint check (aged between 0 and 130),
  -- 'records': the only one it can be; 'chosen', 'none': said by a person
  add column identified text check (identified in ('records', 'chosen', 'none'));

create function check_subjects(k check_run) returns table (n int, name text, born_on date, aged smallint, chosen uuid, identified text)
language sql stable set search_path = public, pg_temp as $$
  select s.n::int, p.name, p.born_on, p.aged, p.person_id, p.identified
  from unnest(k.about_persons) with ordinality as s (id, n) join incident_person p on p.id = s.id
  union all
  select 1, k.query, k.born_on, k.aged, null, null where k.about_persons = '{}' and k.kind = 'person'
  order by 1
$$;

-- The people a check asks about, each with who it may be. The audit row is written first (I8).
create function check_people(p_actor jsonb, p_reason text, p_check uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  k check_run;
begin
  select * into k from check_run where id = p_check;
  perform consult(p_actor, k.kind, k.query, k.incident_id, p_reason);
  return (select json_agg(json_build_object('name', s.name, 'bornOn', s.born_on, 'aged', s.aged, 'identified', s.identified,
      'chosen', s.chosen, 'people', people_like(s.name, s.born_on, k.incident_id, k.contact_id, s.chosen)) order by s.n)
    from check_subjects(k) s);
end
$$;

-- What is known of the people of the records whom a check was about; `p_taken` is written on the incident, once.
create function answer_person_check(p_actor jsonb, p_reason text, p_check uuid, p_persons uuid[], p_taken uuid) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  k check_run;
begin
  select * into k from check_run where id = p_check;
  perform consult(p_actor, 'person', array_to_string(p_persons, ' '), k.incident_id, p_reason);
  update incident_person set person_id = p_taken, identified = 'records'
  where p_taken is not null and id = any (k.about_persons) and person_id is null and identified is null;
  return findings_about(null, null, p_persons, coalesce(k.incident_id, (select c.incident_id from contact c where c.id = k.contact_id)));
end
$$;

-- Orders between anybody of the one side and anybody of the other, in either direction; ended ones of two years too.
create function orders_between(p_actor jsonb, p_reason text, p_check uuid, p_one uuid[], p_other uuid[]) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today date := (now() at time zone 'Europe/London')::date;
begin
  perform consult(p_actor, 'pair', array_to_string(p_one || p_other, ' '), (select incident_id from check_run where id = p_check), p_reason);
  return coalesce((select json_agg(told_order(o) order by o.starts_on desc, o.id) from protection_order o
    where ((o.protected_id = any (p_one) and o.subject_id = any (p_other)) or (o.protected_id = any (p_other) and o.subject_id = any (p_one)))
      and o.starts_on <= today and (o.ends_on is null or o.ends_on >= today - 730)), '[]');
end
$$;

create function told_order(o protection_order) returns json language sql stable set search_path = public, pg_temp as $$
  select json_build_object('id', o.id, 'kind', o.kind, 'conditions', o.conditions, 'powerOfArrest', o.power_of_arrest,
    'startsOn', o.starts_on, 'endsOn', o.ends_on, 'protectsId', o.protected_id, 'againstId', o.subject_id,
    'protects', pp.given_names || ' ' || pp.family_name, 'against', ps.given_names || ' ' || ps.family_name)
  from person pp, person ps where pp.id = o.protected_id and ps.id = o.subject_id
$$;

-- A person of the control room says who of the records was named, or that it is none of them.
create function identify_person(p_actor jsonb, p_incident uuid, p_named uuid, p_person uuid, p_reason text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  named incident_person;
begin
  select * into named from incident_person where id = p_named and incident_id = p_incident for update;
  if named.id is null then perform refuse(404, 'incident/person-unknown', 'Nobody of that id is named on this incident'); end if;
  if p_person is not null and not exists (select from person where id = p_person) then
    perform refuse(404, 'incident/person-unknown', 'There is no such person in the records');
  end if;
  insert into audit (id, op, actor_id, actor_role, session_id, subject_type, subject_id, incident_id, reason, detail)
  values (gen_random_uuid(), 'combination', (p_actor ->> 'id')::uuid, p_actor ->> 'role', (p_actor ->> 'sessionId')::uuid,
    'person', coalesce(p_person::text, 'none of those offered'), p_incident, p_reason,
    jsonb_build_object('named', p_named, 'before', named.person_id));
  update incident_person set person_id = p_person, identified = case when p_person is null then 'none' else 'chosen' end
  where id = p_named;
  return jsonb_build_object('name', named.name, 'bornOn', named.born_on, 'aged', named.aged, 'role', named.role);
end
$$;

-- ---------------------------------------------------------------- asking

drop function repeat_checks;
drop function request_check;

-- Asks for a check: of the force's own records, and of every connected source that knows about such. A person who is
-- named is asked about beside everybody of the other side, for orders. Earlier checks it takes the place of stay, and say so:
-- those of the same source about the same contact's number, the incident's present premises, the same person or pair.
create function request_check(p_id uuid, p_kind text, p_query text, p_born_on date, p_contact uuid, p_incident uuid,
  p_requested_by text, p_aged int default null, p_named uuid default null) returns table (id uuid, kind text, source text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  s text;
  new_id uuid;
  side record;
  asked incident_person;
begin
  for s in select 'force-records' union all select c.code from check_source c where c.connected and p_kind = any (c.kinds) loop
    new_id := case when s = 'force-records' then p_id else gen_random_uuid() end;
    insert into check_run (id, kind, source, contact_id, incident_id, query, born_on, requested_by, aged, about_persons)
    values (new_id, p_kind, s, p_contact, p_incident, p_query, p_born_on, p_requested_by, p_aged,
      array_remove(array[p_named], null));
    update check_run set superseded_by = new_id
    where (contact_id = p_contact or incident_id = p_incident) and kind = p_kind and source = s and id <> new_id and superseded_by is null
      and case p_kind
        when 'phone' then contact_id is not distinct from p_contact or query = p_query
        when 'premises' then true
        else lower(query) = lower(p_query) end;
    return query select new_id, p_kind, s;
  end loop;
  if p_named is null then return; end if;
  select * into asked from incident_person where id = p_named;
  for side in
    select a.id as protected, b.id as other, a.name || ' / ' || b.name as query
    from incident_person a join incident_person b on b.incident_id = a.incident_id and b.id <> a.id and lower(b.name) <> lower(a.name)
    where a.incident_id = asked.incident_id and p_named in (a.id, b.id)
      and a.role in ('victim', 'child', 'caller') and b.role in ('suspect', 'other')
      and not exists (select from check_run k where k.incident_id = a.incident_id and k.kind = 'pair' and k.superseded_by is null
        and k.state = 'not_started' and k.about_persons = array[a.id, b.id])
  loop
    new_id := gen_random_uuid();
    insert into check_run (id, kind, source, incident_id, query, requested_by, about_persons)
    values (new_id, 'pair', 'force-records', asked.incident_id, side.query, p_requested_by, array[side.protected, side.other]);
    update check_run set superseded_by = new_id
    where incident_id = asked.incident_id and kind = 'pair' and id <> new_id and superseded_by is null and lower(query) = lower(side.query);
    return query select new_id, 'pair', 'force-records';
  end loop;
end
$$;

-- Asks again for everything that can be asked of an incident: its contacts' numbers, its premises, its people and pairs.
-- `p_older_than`: only what no standing check has answered within so many seconds.
create function repeat_checks(p_incident uuid, p_kinds text[], p_requested_by text, p_older_than double precision default null)
returns table (id uuid, kind text, source text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  q record;
begin
  for q in
    select * from (
      (select distinct on (c.number) 'phone' as kind, c.number as query, null::date as born_on, c.id as contact_id, null::int as aged, null::uuid as named
       from contact c where c.incident_id = p_incident and c.number is not null order by c.number, c.received_at)
      union all
      select 'premises', i.premises_id::text, null, null, null, null from incident i where i.id = p_incident and i.premises_id is not null
      union all
      (select distinct on (lower(p.name)) 'person', p.name, p.born_on, null, p.aged, p.id
       from incident_person p where p.incident_id = p_incident and p.role <> 'witness' order by lower(p.name), p.born_on)
    ) as askable
    where (askable.kind = any (p_kinds) or (askable.kind = 'person' and 'pair' = any (p_kinds)))
      and (p_older_than is null or not exists (
        select from check_run k where k.incident_id = p_incident and k.kind = askable.kind and k.superseded_by is null
          and lower(k.query) = lower(askable.query)
          and coalesce(k.finished_at, k.requested_at) > clock_timestamp() - make_interval(secs => p_older_than)))
  loop
    return query select * from request_check(gen_random_uuid(), q.kind, q.query, q.born_on, q.contact_id, p_incident, p_requested_by, q.aged, q.named);
  end loop;
end
$$;

-- Asks a source again that could not be reached: the same question, one more attempt. No row when another has taken its place,
-- the incident has ended, or the contact was put away long ago.
create function retry_check(p_id uuid, p_check uuid) returns table (id uuid, kind text, source text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  k check_run;
begin
  select * into k from check_run where id = p_check for update;
  if k.id is null or k.superseded_by is not null or k.state <> 'source_unavailable'
     or exists (select from incident i where i.id = k.incident_id and i.status = 'closed') then return; end if;
  insert into check_run (id, kind, source, contact_id, incident_id, query, born_on, requested_by, aged, about_persons, attempt)
  values (p_id, k.kind, k.source, k.contact_id, k.incident_id, k.query, k.born_on, 'asked again by itself', k.aged, k.about_persons, k.attempt + 1);
  update check_run set superseded_by = p_id where id = k.id;
  return query select p_id, k.kind, k.source;
end
$$;

-- The question of a check as it is put to an outside source. What is told to whom is on the audit.
create function question_for_source(p_actor jsonb, p_check uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  k check_run;
begin
  select * into k from check_run where id = p_check;
  insert into audit (id, op, actor_id, actor_role, session_id, subject_type, subject_id, incident_id, reason, detail)
  values (gen_random_uuid(), 'disclosure', (p_actor ->> 'id')::uuid, p_actor ->> 'role', (p_actor ->> 'sessionId')::uuid,
    k.kind, k.query, k.incident_id, 'automatic check of another system', jsonb_build_object('source', k.source));
  return case k.kind
    when 'phone' then jsonb_build_object('kind', 'phone', 'number', k.query)
    when 'premises' then (select jsonb_build_object('kind', 'premises', 'address', p.name, 'postcode', p.postcode, 'lat', p.lat, 'lon', p.lon)
      from place p where p.id = k.query::uuid)
    when 'person' then (select jsonb_build_object('kind', 'person', 'name', s.name, 'bornOn', s.born_on, 'aged', s.aged) from check_subjects(k) s)
    else (select jsonb_build_object('kind', 'pair', 'people', jsonb_agg(jsonb_build_object('name', s.name, 'bornOn', s.born_on, 'aged', s.aged) order by s.n))
      from check_subjects(k) s) end;
end
$$;

-- What stands until a check that was asked again has answered is told with when it was found: asking must not hide it.
create or replace function check_view(k check_run) returns jsonb language sql stable as $$
  select jsonb_build_object('id', k.id, 'kind', k.kind, 'source', k.source,
    'sourceName', coalesce((select s.name from check_source s where s.code = k.source), 'Force records'),
    'query', k.query, 'bornOn', k.born_on, 'aged', k.aged, 'aboutPersons', k.about_persons, 'state', k.state, 'attempt', k.attempt,
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

revoke execute on function save_check_sources, name_fold, name_words, joined_words, word_keys, keep_name_keys, word_query, people_like, check_subjects,
  check_people, answer_person_check, orders_between, told_order, identify_person, request_check, repeat_checks, retry_check,
  question_for_source from public;
grant execute on function save_check_sources, check_people, answer_person_check, orders_between, identify_person, request_check,
  repeat_checks, retry_check, question_for_source to golden_hour_app;
grant select on check_source to golden_hour_app;
grant select (attempt, about_persons) on check_run to golden_hour_app;
grant update (candidates) on check_run to golden_hour_app;
