-- Figures that give the same answer as of any past instant: each incident and each contact as one narrow row for every
-- state the journal says it had, with since when it was recorded and until when. Nothing a caller said, no names. Written
-- by whoever reads on in the journal (src/figures/figure-store.ts), never in the commit of what it is about.

-- How far the journal has been read. `at`: the newest instant given to a row; a clock that was set back never goes below it.
create table figure_head (
  one boolean primary key default true check (one),
  seq bigint not null default 0,
  at  timestamptz not null default '-infinity'
);
insert into figure_head default values;

create table incident_figure (
  incident_id       uuid not null,
  -- when the journal recorded this state
  since_at          timestamptz not null,
  local_day         date not null,
  day_number        int not null,
  -- of the day, Europe/London, 0 to 23
  local_hour        smallint not null,
  opened_at         timestamptz not null,
  area_id           text,
  area_class        text,
  -- that works the area
  centre_id         text,
  type              text not null,
  premises_id       uuid,
  domestic_abuse    boolean not null,
  repeat_victim     boolean not null,
  vulnerable        boolean not null,
  handler_id        uuid,
  first_grade       text,
  first_graded_at   timestamptz,
  -- the first clock: never moved by a later grade
  first_attend_by   timestamptz,
  times_lowered     smallint not null,
  -- of the first unit that was sent
  deployment_id     uuid,
  assigned_at       timestamptz,
  assigned_by       uuid,
  rank_chosen       smallint,
  not_first_because text,
  -- its briefing named no check that had not answered
  checks_complete   boolean,
  -- of the first unit that arrived
  at_scene_at       timestamptz,
  arrived_unread    boolean,
  times_diverted    smallint not null,
  closed_at         timestamptz,
  closed_by         uuid,
  closing_category  text,
  -- re-contacts that were promised: [{"id", "dueAt", "doneAt"}]
  recontacts        jsonb not null,
  primary key (incident_id)
);
create table incident_figure_past (
  like incident_figure,
  until_at timestamptz not null,
  check (until_at >= since_at)
);
-- serves: figures of a period as of now
create index incident_figure_day on incident_figure (local_day);
-- serves: the same as of an earlier instant, where few of all states stood
create index incident_figure_past_stood on incident_figure_past using gist (tstzrange(since_at, until_at));

-- serves: how the incident of a contact stood then
create index incident_figure_past_of on incident_figure_past (incident_id);

create table contact_figure (
  contact_id   uuid not null,
  since_at     timestamptz not null,
  local_day    date not null,
  local_hour   smallint not null,
  channel      text not null,
  kind         text not null,
  received_at  timestamptz not null,
  presented_at timestamptz,
  answered_at  timestamptz,
  handler_id   uuid,
  -- where the handler sits
  centre_id    text,
  incident_id  uuid,
  primary key (contact_id)
);
create table contact_figure_past (
  like contact_figure,
  until_at timestamptz not null,
  check (until_at >= since_at)
);
-- each serves the same of contacts
create index contact_figure_day on contact_figure (local_day);
create index contact_figure_past_stood on contact_figure_past using gist (tstzrange(since_at, until_at));

create trigger keep_for_ever before update or delete on incident_figure_past for each row execute function keep_for_ever();
create trigger keep_for_ever before update or delete on contact_figure_past for each row execute function keep_for_ever();

-- Waits for whoever is committing: what was recorded at or before the instant it gives can be read after it. An instant
-- is given under the head's lock (number_event), so nobody who comes later gets an earlier one.
create function settled_until() returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asked timestamptz := clock_timestamp();
begin
  perform from journal_head for share;
  return asked;
end
$$;

-- serves: which days an incident that changes is counted in
create index contact_figure_of_incident on contact_figure (incident_id) where incident_id is not null;

-- ---------------------------------------------------------------- rolled up

-- Months and years whose counts stand ready: right as of any instant from stands_since on. Whoever writes a state of one of
-- their days deletes them, and they are counted anew.
create table figure_span (
  from_day     date not null,
  to_day       date not null check (to_day >= from_day),
  stands_since timestamptz not null,
  -- what `answered-in-time` was counted by
  answer_within_seconds int not null,
  primary key (from_day, to_day)
);
create table figure_cell (
  from_day    date not null,
  to_day      date not null,
  first_grade text,
  area_id     text,
  area_class  text,
  centre_id   text,
  figure      text not null,
  value       int not null,
  n           bigint not null,
  foreign key (from_day, to_day) references figure_span on delete cascade
);
-- serves: the counts of a span, of one figure or of all
create index figure_cell_of_span on figure_cell (from_day, to_day, figure);

-- ---------------------------------------------------------------- who was named, as it was known then

-- Of which person in the records somebody named on an incident is, each time that is said or taken back.
create table person_named (
  named_id    uuid not null,
  incident_id uuid not null,
  role        text not null,
  person_id   uuid,
  at          timestamptz not null default clock_timestamp()
);
-- serves: who stood as named, as of an instant
create index person_named_of_incident on person_named (incident_id, named_id, at);

-- who was named before this was kept: as of when they were added, because nobody knows better
insert into person_named (named_id, incident_id, role, person_id, at)
select p.id, p.incident_id, p.role, p.person_id, p.added_at from incident_person p join incident i on i.id = p.incident_id
where p.person_id is not null and not i.imported;

create function note_person_named() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into person_named (named_id, incident_id, role, person_id) values (new.id, new.incident_id, new.role, new.person_id);
  return null;
end
$$;
create trigger note_person_named after update on incident_person for each row
  when (new.person_id is distinct from old.person_id) execute function note_person_named();

-- The instant is that of the commit, under the lock that the journal's number takes in the same commit: see number_event.
create function time_person_named() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from journal_head for update;
  update person_named set at = clock_timestamp() where ctid = (select ctid from person_named
    where named_id = new.named_id and at = new.at limit 1);
  return null;
end
$$;
create constraint trigger time_person_named after insert on person_named
  deferrable initially deferred for each row execute function time_person_named();

-- Places and people of more than one incident in a period, as of an instant; imported history is not counted. By id: who
-- it is, is asked elsewhere. Reading counts (I8).
create function read_repeats(p_actor jsonb, p_reason text, p_kind text, p_from date, p_to date, p_as_of timestamptz,
  p_area text, p_domestic_abuse boolean, p_least int) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'repeats', p_kind, null, p_reason);
  return (
    with stood as (
      select incident_id, local_day, day_number, opened_at, premises_id, area_id, domestic_abuse from incident_figure
      where local_day between p_from and p_to and since_at <= p_as_of
      union all
      select incident_id, local_day, day_number, opened_at, premises_id, area_id, domestic_abuse from incident_figure_past
      where local_day between p_from and p_to and tstzrange(since_at, until_at) @> p_as_of
    ), about as (
      select s.*, s.premises_id as subject_id from stood s where p_kind = 'locations'
      union
      select s.*, n.person_id from stood s cross join lateral (
        select distinct on (named_id) person_id, role from person_named
        where incident_id = s.incident_id and at <= p_as_of order by named_id, at desc) n
      where n.role = case p_kind when 'victims' then 'victim' when 'people-reported' then 'suspect' end
    ), counted as (
      select subject_id, count(distinct incident_id)::int as n,
        jsonb_agg(jsonb_build_object('id', incident_id, 'day', local_day, 'number', day_number) order by opened_at, incident_id) as incidents
      from about
      where subject_id is not null and (p_area is null or area_id = p_area) and (p_domestic_abuse is null or domestic_abuse = p_domestic_abuse)
      group by subject_id having count(distinct incident_id) >= p_least
    )
    select coalesce(jsonb_agg(jsonb_build_object('subjectId', subject_id, 'n', n, 'incidents', incidents)
      order by n desc, subject_id), '[]')
    from (select * from counted order by n desc, subject_id limit 200) c);
end
$$;

-- ---------------------------------------------------------------- grants

revoke execute on function settled_until, note_person_named, time_person_named, read_repeats from public;
grant execute on function settled_until, read_repeats to golden_hour_app;
grant select, update on figure_head to golden_hour_app;
grant select, insert, update on incident_figure, contact_figure to golden_hour_app;
grant select, insert, delete on figure_span, figure_cell to golden_hour_app;
grant select, insert on incident_figure_past, contact_figure_past to golden_hour_app;
