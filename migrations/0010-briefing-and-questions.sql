-- Protected addresses; answers to the guided questions, each with its instant; what each further caller said; and
-- which open incident a new contact may be about.

-- serves: the last look at everything that leaves a node, every five seconds: which addresses are protected
create index place_protected on place (id) where protected;

-- ---------------------------------------------------------------- guided questions (CR-04)

create table question_answer (
  id          uuid primary key,
  -- before it is an incident an answer belongs to its contact; the contact takes it along
  contact_id  uuid references contact,
  incident_id uuid references incident,
  code        text not null,
  -- as it was asked, and under which version of the force's questions
  asked       text not null,
  definition_version text not null,
  -- null: put and skipped
  answer      text,
  answered_at timestamptz not null default clock_timestamp(),
  answered_by uuid not null,
  answered_by_name text not null,
  check (num_nonnulls(contact_id, incident_id) > 0)
);
-- each serves the answers of one contact, of one incident
create index question_answer_of_contact on question_answer (contact_id) where contact_id is not null;
create index question_answer_of_incident on question_answer (incident_id) where incident_id is not null;
create trigger keep_for_ever before update or delete on question_answer
  for each row execute function keep_for_ever();
create trigger keep_for_ever_all before truncate on question_answer
  for each statement execute function keep_for_ever();

-- Saves answers ({id, code, asked, version, answer}), but none that says what the newest one to its question says; how
-- many were new.
create function save_answers(p_contact uuid, p_incident uuid, p_answers jsonb, p_by uuid, p_by_name text) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  given record;
  newest question_answer;
  saved int := 0;
begin
  for given in select * from jsonb_to_recordset(p_answers) as g(id uuid, code text, asked text, version text, answer text) loop
    select a.* into newest from question_answer a
    where a.code = given.code and (a.contact_id = p_contact or a.incident_id = p_incident
      or a.contact_id in (select c.id from contact c where c.incident_id = p_incident))
    order by a.answered_at desc limit 1;
    if newest.id is null or newest.answer is distinct from given.answer then
      insert into question_answer (id, contact_id, incident_id, code, asked, definition_version, answer, answered_by, answered_by_name)
      values (given.id, p_contact, p_incident, given.code, given.asked, given.version, given.answer, p_by, p_by_name);
      saved := saved + 1;
    end if;
  end loop;
  return saved;
end
$$;

-- Every answer of an incident and its contacts, in the order in which they were given.
create function read_answers(p_actor jsonb, p_reason text, p_contact uuid, p_incident uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'answers', coalesce(p_incident, p_contact)::text, p_incident, p_reason);
  return coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'code', a.code, 'asked', a.asked, 'answer', a.answer,
      'definitionVersion', a.definition_version, 'at', a.answered_at, 'by', a.answered_by_name) order by a.answered_at, a.id)
    from question_answer a
    where a.contact_id = p_contact or a.incident_id = p_incident
      or a.contact_id in (select c.id from contact c where c.incident_id = p_incident)), '[]');
end
$$;

-- First words are kept as they were said: what is heard later goes beside them.
create function keep_first_words() returns trigger language plpgsql as $$
begin
  if trim(old.first_words) <> '' and new.first_words is distinct from old.first_words then
    perform refuse(409, 'contact/first-words-kept', 'First words stay as they were taken down',
      jsonb_build_object('errors', jsonb_build_array(jsonb_build_object('pointer', '/firstWords',
        'detail', 'taken down already: add what is heard later to the log'))));
  end if;
  return new;
end
$$;
create trigger keep_first_words before update of first_words on contact
  for each row execute function keep_first_words();

-- ---------------------------------------------------------------- one incident, many calls (I10, F8)

-- What the call handler noted of a further call when it was joined: beside the caller's first words, never over them.
alter table contact add column account text;
grant insert (account), update (account) on contact to golden_hour_app;

-- What has been said of an incident, call by call, in order: to see whether it has got worse.
create function read_said(p_actor jsonb, p_incident uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'incident', p_incident::text, p_incident, 'whether a further call says it is worse');
  return coalesce((select jsonb_agg(jsonb_build_object('at', c.received_at, 'words', concat_ws('. ', c.first_words, c.account))
      order by c.received_at, c.id)
    from contact c where c.incident_id = p_incident), '[]');
end
$$;

-- Open incidents that a contact may be about: by its number, by the premises, by nearness. Of one at a protected place
-- no distance is told, and nearness alone does not offer it: asking from here and there would find the place.
create function same_incidents(p_actor jsonb, p_contact uuid, p_premises uuid, p_lat double precision, p_lon double precision,
  p_metres double precision)
returns table (id uuid, metres double precision, same_premises boolean, same_number boolean, hidden boolean,
  opened_at timestamptz, last_contact_at timestamptz, contacts int)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c contact;
  near_lat double precision := p_lat;
  near_lon double precision := p_lon;
begin
  if p_contact is not null then
    perform consult(p_actor, 'contact', p_contact::text, null, 'whether it is about an incident that is open');
    select * into c from contact where contact.id = p_contact;
    if near_lat is null and jsonb_typeof(c.network_location -> 'lat') = 'number'
       and coalesce((c.network_location ->> 'radiusMetres')::double precision, 0) <= p_metres then
      near_lat := (c.network_location ->> 'lat')::double precision;
      near_lon := (c.network_location ->> 'lon')::double precision;
    end if;
  end if;
  return query
  select o.id, case when o.is_hidden then null else o.away end, o.at_premises, o.by_number, o.is_hidden, o.opened,
    coalesce((select max(k.received_at) from contact k where k.incident_id = o.id), o.opened),
    (select count(*)::int from contact k where k.incident_id = o.id)
  from (
    select i.id, i.opened_at as opened,
      111195 * sqrt((i.lat - near_lat) ^ 2 + ((i.lon - near_lon) * cos(radians(near_lat))) ^ 2) as away,
      coalesce(i.premises_id = p_premises, false) as at_premises,
      coalesce(c.number is not null
        and exists (select from contact k where k.incident_id = i.id and k.number = c.number), false) as by_number,
      exists (select from place p where p.id = i.premises_id and p.protected) as is_hidden
    from incident i where i.status = 'open' and i.id is distinct from c.incident_id) o
  where o.at_premises or o.by_number or (o.away <= p_metres and not o.is_hidden)
  order by o.at_premises desc, o.by_number desc, o.away nulls last, o.opened desc
  limit 50;
end
$$;

-- As before, without those at a protected place: their distance from a point would find it.
create or replace function near_open_incidents(p_lat double precision, p_lon double precision, p_metres double precision, p_except uuid)
returns table (id uuid, metres double precision)
language sql stable security definer set search_path = public, pg_temp as $$
  select * from (
    select i.id, 111195 * sqrt((i.lat - p_lat) ^ 2 + ((i.lon - p_lon) * cos(radians(p_lat))) ^ 2) as metres
    from incident i where i.status = 'open' and i.lat is not null and i.id is distinct from p_except
      and not exists (select from place p where p.id = i.premises_id and p.protected)) x
  where x.metres <= p_metres order by x.metres limit 10
$$;

revoke execute on function keep_first_words from public;
grant execute on function keep_first_words to golden_hour_app;
revoke execute on function save_answers, read_answers, read_said, same_incidents from public;
grant execute on function save_answers, read_answers, read_said, same_incidents to golden_hour_app;
