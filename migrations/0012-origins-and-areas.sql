-- What imports bring: the force's areas as it draws them, and, first, where a row of another system came from: whose it was, what it was called there, and when it was imported. An incident
-- that was imported before this has no time of it.

alter table incident add column imported_at timestamptz;
-- a marker names its source already
alter table marker
  add column imported_reference text,
  add column imported_at timestamptz;
alter table response_plan
  add column imported_from text,
  add column imported_reference text,
  add column imported_at timestamptz;
alter table protection_order
  add column imported_from text,
  add column imported_reference text,
  add column imported_at timestamptz;

-- Null for what is the force's own.
create function imported_as(p_from text, p_reference text, p_at timestamptz) returns json language sql stable as $$
  select case when p_from is not null then json_build_object('from', p_from, 'reference', p_reference, 'at', p_at) end
$$;

create or replace function earlier_incident(i incident, p_about text) returns json language sql stable as $$
  select json_build_object('id', i.id, 'day', i.local_day, 'number', i.day_number, 'openedAt', i.opened_at, 'status', i.status,
    'type', i.type, 'closingCategory', i.closing_category, 'grade', i.grade, 'domesticAbuse', i.domestic_abuse,
    'repeatVictim', i.repeat_victim, 'vulnerable', i.vulnerable, 'summary', i.summary, 'result', i.result ->> 'text', 'about', p_about,
    'imported', imported_as(i.imported_from, i.imported_reference, i.imported_at))
$$;

-- As before, and with it where each of them came from.
create or replace function findings_about(p_number text, p_premises uuid, p_persons uuid[], p_except uuid) returns json
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
        'name', (select p.given_names || ' ' || p.family_name from person p where p.id = m.person_id),
        'imported', imported_as(case when m.imported_at is not null then m.source end, m.imported_reference, m.imported_at))
        order by m.starts_on desc, m.id)
      from marker m where (m.number = p_number or m.premises_id = p_premises or m.person_id = any(people || others))
        and m.starts_on <= today), '[]'),
    'plans', coalesce((select json_agg(json_build_object('id', r.id, 'plan', r.plan, 'codeWord', r.code_word,
        'safeApproach', r.safe_approach, 'author', r.author, 'startsOn', r.starts_on, 'reviewOn', r.review_on,
        'about', case when r.premises_id is not null then 'premises' else 'person' end,
        'imported', imported_as(r.imported_from, r.imported_reference, r.imported_at)) order by r.starts_on desc, r.id)
      from response_plan r where (r.premises_id = p_premises or r.person_id = any(people))
        and r.starts_on <= today and (r.ended_on is null or r.ended_on >= today)), '[]'),
    -- without an end it is in force until a court says otherwise
    'orders', coalesce((select json_agg(json_build_object('id', o.id, 'kind', o.kind, 'conditions', o.conditions,
        'powerOfArrest', o.power_of_arrest, 'startsOn', o.starts_on, 'endsOn', o.ends_on,
        'protects', pp.given_names || ' ' || pp.family_name, 'against', ps.given_names || ' ' || ps.family_name,
        'imported', imported_as(o.imported_from, o.imported_reference, o.imported_at))
        order by o.starts_on desc, o.id)
      from protection_order o join person pp on pp.id = o.protected_id join person ps on ps.id = o.subject_id
      where (o.protected_id = any(people) or o.subject_id = any(people))
        and o.starts_on <= today and (o.ends_on is null or o.ends_on >= today)), '[]'));
end
$$;

create or replace function told_order(o protection_order) returns json language sql stable set search_path = public, pg_temp as $$
  select json_build_object('id', o.id, 'kind', o.kind, 'conditions', o.conditions, 'powerOfArrest', o.power_of_arrest,
    'startsOn', o.starts_on, 'endsOn', o.ends_on, 'protectsId', o.protected_id, 'againstId', o.subject_id,
    'protects', pp.given_names || ' ' || pp.family_name, 'against', ps.given_names || ' ' || ps.family_name,
    'imported', imported_as(o.imported_from, o.imported_reference, o.imported_at))
  from person pp, person ps where pp.id = o.protected_id and ps.id = o.subject_id
$$;

revoke execute on function imported_as from public;

-- ---------------------------------------------------------------- the force's areas, as it draws them

-- One version of all areas, from its day on: never changed, another one stands beside it. Without any the areas are those of
-- the zones' districts.
create table area_boundary (
  version    text not null,
  area_id    text not null references area,
  valid_from date not null,
  name       text not null,
  centre_id  text not null references centre,
  -- GeoJSON Polygon or MultiPolygon, WGS84
  shape      jsonb not null,
  source     text not null,
  -- a file was read to its end and none of it refused: before that, nobody goes by it
  complete   boolean not null default false,
  primary key (version, area_id)
);
grant select on area_boundary to golden_hour_app;

-- The version of today: the newest that is complete. Null: there is none.
create function area_version() returns text language sql stable as $$
  select version from area_boundary
  where complete and valid_from <= (now() at time zone 'Europe/London')::date
  order by valid_from desc, version desc limit 1
$$;
revoke execute on function area_version from public;
grant execute on function area_version to golden_hour_app;
