-- Places, history, contacts, incidents, units, recommendations, briefings, deployments.

-- ---------------------------------------------------------------- places

-- A statistical zone: decides the police area and whether a point is urban or rural.
create table zone (
  code       text primary key,
  name       text not null,
  district   text not null,
  area_id    text not null references area,
  area_class text not null check (area_class in ('urban', 'rural')),
  rural_urban_code text not null,
  -- GeoJSON Polygon or MultiPolygon, WGS84
  shape      jsonb not null
);

-- The gazetteer: anything a caller may name. kind 'premises' has a number and a street.
create table place (
  id         uuid primary key,
  kind       text not null check (kind in ('premises', 'street', 'settlement', 'landmark', 'postcode')),
  name       text not null,
  number     text,
  street     text,
  locality   text,
  town       text,
  postcode   text,
  lat        double precision not null check (lat between -90 and 90),
  lon        double precision not null check (lon between -180 and 180),
  area_id    text references area,
  area_class text check (area_class in ('urban', 'rural')),
  -- lower case, unaccented, abbreviations written out: see src/places/place-rules.ts
  search     text not null,
  source     text not null,
  -- true: belongs to the demo force, does not exist
  invented   boolean not null default false,
  -- a refuge or the like: masked to all but those entitled (CR-14)
  protected  boolean not null default false
);
-- serves: search as one types, tolerant of typing errors
create index place_search on place using gin (search gin_trgm_ops);
-- serves: number and street to premises, exactly
create index place_premises on place (street, number) where kind = 'premises';

-- ---------------------------------------------------------------- units

create table unit (
  id            uuid primary key,
  callsign      text not null unique,
  -- 'response' | 'neighbourhood' | 'pcso' | 'roads-policing' | 'armed-response' | 'dog'
  kind          text not null,
  area_id       text not null references area,
  station       text not null,
  station_lat   double precision not null,
  station_lon   double precision not null,
  -- 'none' | 'basic' | 'response' | 'advanced'
  driving_grade text not null,
  skills        text[] not null default '{}',
  crew          jsonb not null default '[]',
  crew_size     smallint not null check (crew_size between 0 and 8),
  shift_from    timestamptz not null,
  shift_to      timestamptz not null check (shift_to > shift_from),
  -- code of the force's own state table (definition 'unit-states')
  state         text not null,
  state_at      timestamptz not null default clock_timestamp()
);

-- Newest wins; kept out of the journal.
create table unit_position (
  unit_id     uuid primary key references unit,
  lat         double precision not null check (lat between -90 and 90),
  lon         double precision not null check (lon between -180 and 180),
  speed_kmh   real,
  heading     real,
  fixed_at    timestamptz not null,
  received_at timestamptz not null
) with (fillfactor = 50);
-- serves: nodes without Redis that ask for what is new
create index unit_position_received on unit_position (received_at);

-- ---------------------------------------------------------------- incidents

create table grade (
  id            text not null,
  version       text not null,
  -- smaller is more urgent
  position      smallint not null,
  name          text not null,
  urban_seconds int not null check (urban_seconds > 0),
  rural_seconds int not null check (rural_seconds > 0),
  -- whether a unit is recommended at once
  deploys       boolean not null,
  -- whether domestic abuse may be given this grade without a supervisor (CR-17)
  domestic_abuse_allowed boolean not null,
  -- where the attendance clock starts; forces differ, so every instant is stored as well
  clock_starts  text not null check (clock_starts in ('created', 'graded')),
  valid_from    timestamptz not null,
  valid_to      timestamptz,
  source        text not null,
  primary key (id, version)
);

-- The next log number of each local day; taken as the last step of opening, so that it is gap-free.
create table log_number (
  local_day date primary key,
  last      int not null
);

create table incident (
  id                uuid primary key,
  local_day         date not null,
  day_number        int not null,
  status            text not null default 'open' check (status in ('open', 'closed')),
  -- opening category never changes (NSIR); the type may be corrected, by its own command
  opening_category  text not null,
  type              text not null,
  closing_category  text,
  summary           text not null default '',
  -- where, as chosen by the handler
  location_text     text not null default '',
  premises_id       uuid references place,
  lat               double precision check (lat between -90 and 90),
  lon               double precision check (lon between -180 and 180),
  area_id           text references area,
  area_class        text check (area_class in ('urban', 'rural')),
  location_confirmed boolean not null default false,
  -- flags: who it is about decides how carefully it is watched (CR-09..11, CR-27)
  domestic_abuse    boolean not null default false,
  repeat_victim     boolean not null default false,
  vulnerable        boolean not null default false,
  treat_as_urgent   boolean not null default false,
  happening_now     boolean not null default false,
  flags_because     jsonb not null default '[]',
  locked            boolean not null generated always as (domestic_abuse or repeat_victim or vulnerable) stored,
  needs             jsonb not null default '{}',
  -- grade: as proposed by rule, as decided by a person, and the clock
  proposed_grade    text,
  proposed_because  jsonb not null default '[]',
  -- true: only a supervisor may set lower than proposed (DOMAIN B9)
  proposal_binding  boolean not null default false,
  grade             text,
  grade_position    smallint,
  first_grade       text,
  graded_at         timestamptz,
  graded_by         uuid references staff,
  attend_by         timestamptz,
  -- never moved by a later grade
  first_attend_by   timestamptz,
  -- people
  handler_id        uuid references staff,
  dispatcher_id     uuid references staff,
  opened_at         timestamptz not null default clock_timestamp(),
  -- closing: written only by close_incident()
  closed_at         timestamptz,
  closed_by         uuid references staff,
  result            jsonb,
  imported          boolean not null default false,
  unique (local_day, day_number),
  check ((status = 'closed') = (closed_at is not null)),
  check (status = 'open' or closing_category is not null)
);
-- serves: the board of open incidents
create index incident_open on incident (area_id, grade_position, opened_at) where status = 'open';
-- serves: the address check, newest first, from the index alone
create index incident_of_premises on incident (premises_id, opened_at desc) include (id) where premises_id is not null;

create table contact (
  id              uuid primary key,
  channel         text not null check (channel in ('999', '101', 'front-desk', 'officer', 'partner', 'web', 'text')),
  kind            text not null check (kind in ('voice', 'silent', 'abandoned', 'relay', 'in-person', 'written')),
  -- E.164, or null when withheld or not a telephone
  number          text,
  number_as_given text,
  number_withheld boolean not null default false,
  caller_name     text,
  caller_role     text check (caller_role in ('victim', 'third-party', 'suspect', 'officer', 'partner', 'unknown')),
  first_words     text,
  -- what the network said of where: kind, lat, lon, radius, address, age
  network_location jsonb,
  source          text not null,
  external_ref    text,
  presented_at    timestamptz,
  answered_at     timestamptz,
  ended_at        timestamptz,
  received_at     timestamptz not null default clock_timestamp(),
  handler_id      uuid references staff,
  incident_id     uuid references incident,
  imported        boolean not null default false,
  unique (source, external_ref)
);
-- serves: the phone check, from the index alone: the contacts of a number lie far apart in the table
create index contact_of_number on contact (number, received_at desc) include (incident_id) where number is not null;
-- serves: the contacts of one incident
create index contact_of_incident on contact (incident_id) where incident_id is not null;
-- serves: the handlers' list of contacts that are not yet an incident
create index contact_waiting on contact (received_at) where incident_id is null and not imported;

create table log_entry (
  id          uuid primary key,
  incident_id uuid not null references incident,
  at          timestamptz not null default clock_timestamp(),
  actor_id    uuid,
  actor_name  text not null,
  -- 'note' | 'action' | 'question' | 'system' | 'refused' ...
  kind        text not null,
  text        text not null,
  detail      jsonb not null default '{}'
);
-- serves: the log of one incident, in order
create index log_entry_of_incident on log_entry (incident_id, at);
create trigger keep_for_ever before update or delete on log_entry
  for each row execute function keep_for_ever();
create trigger keep_for_ever_all before truncate on log_entry
  for each statement execute function keep_for_ever();

-- Every grade this incident has had, with who, why, and the clock of the time.
create table grading (
  id           uuid primary key,
  incident_id  uuid not null references incident,
  grade        text not null,
  position     smallint not null,
  attend_by    timestamptz not null,
  definition_version text not null,
  direction    text not null check (direction in ('first', 'raised', 'lowered', 'same')),
  reason       text not null,
  graded_by    uuid not null references staff,
  requested_by uuid references staff,
  at           timestamptz not null default clock_timestamp()
);
-- serves: the grades of one incident
create index grading_of_incident on grading (incident_id, at);

-- A lower grade is asked for by one person and approved by another (I2).
create table regrade_request (
  id           uuid primary key,
  incident_id  uuid not null references incident,
  grade        text not null,
  reason       text not null,
  requested_by uuid not null references staff,
  requested_at timestamptz not null default clock_timestamp(),
  decided_by   uuid references staff,
  decided_at   timestamptz,
  approved     boolean
);
-- serves: one waiting request an incident
create unique index regrade_request_waiting on regrade_request (incident_id) where decided_at is null;

-- Every closing, also those that were undone: reopening keeps everything.
create table closure (
  id               uuid primary key,
  incident_id      uuid not null references incident,
  closing_category text not null,
  result           jsonb not null,
  closed_by        uuid not null references staff,
  closed_at        timestamptz not null default clock_timestamp(),
  reopened_by      uuid references staff,
  reopened_at      timestamptz,
  reopened_because text
);
-- serves: the closings of one incident
create index closure_of_incident on closure (incident_id, closed_at);

create table action (
  id          uuid primary key,
  incident_id uuid not null references incident,
  text        text not null,
  owner       text not null,
  created_at  timestamptz not null default clock_timestamp(),
  created_by  uuid,
  done_at     timestamptz,
  done_by     uuid
);
-- serves: what is still to do before closing
create index action_of_incident on action (incident_id);

create table incident_link (
  id          uuid primary key,
  incident_id uuid not null references incident,
  other_id    uuid not null references incident,
  reason      text not null,
  linked_by   uuid not null,
  at          timestamptz not null default clock_timestamp(),
  unique (incident_id, other_id),
  check (incident_id <> other_id)
);

-- ---------------------------------------------------------------- history: people, markers, plans

create table person (
  id          uuid primary key,
  family_name text not null,
  given_names text not null,
  born_on     date,
  sex         text,
  aliases     text[] not null default '{}',
  -- last formal risk grade, and when a multi-agency conference last discussed this person
  risk_grade  text check (risk_grade in ('standard', 'medium', 'high')),
  risk_graded_on date,
  marac_on    date,
  source      text not null
);
-- serves: the person check by name and date of birth
create index person_name on person (lower(family_name), lower(given_names));
create function lower_each(p_texts text[]) returns text[] language sql immutable as $$
  select array(select lower(t) from unnest(p_texts) t)
$$;
-- serves: the person check by an earlier or other name
create index person_alias on person using gin (lower_each(aliases));

create table telephone (
  number     text not null,
  person_id  uuid not null references person,
  valid_from date not null,
  valid_to   date,
  primary key (number, person_id, valid_from)
);
create table residence (
  premises_id uuid not null references place,
  person_id   uuid not null references person,
  relation    text not null default 'resident',
  valid_from  date not null,
  valid_to    date,
  primary key (premises_id, person_id, valid_from)
);

create table incident_person (
  id           uuid primary key,
  incident_id  uuid not null references incident,
  person_id    uuid references person,
  role         text not null check (role in ('victim', 'suspect', 'witness', 'child', 'caller', 'other')),
  name         text not null,
  born_on      date,
  relationship text,
  present      boolean,
  added_by     uuid,
  added_at     timestamptz not null default clock_timestamp()
);
-- serves: people of one incident
create index incident_person_of_incident on incident_person (incident_id);
-- serves: earlier incidents of one person, newest first, from the index alone
create index incident_person_of_person on incident_person (person_id, added_at desc) include (incident_id) where person_id is not null;

create table marker (
  id          uuid primary key,
  person_id   uuid references person,
  premises_id uuid references place,
  number      text,
  -- code of the force's own marker table (definition 'marker-codes')
  code        text not null,
  text        text not null,
  source      text not null,
  author      text not null,
  confidence  text not null check (confidence in ('confirmed', 'reported', 'unverified')),
  starts_on   date not null,
  review_on   date not null,
  expires_on  date,
  check (num_nonnulls(person_id, premises_id, number) = 1)
);
-- each serves its own check
create index marker_of_number on marker (number) where number is not null;
create index marker_of_premises on marker (premises_id) where premises_id is not null;
create index marker_of_person on marker (person_id) where person_id is not null;

create table response_plan (
  id            uuid primary key,
  person_id     uuid references person,
  premises_id   uuid references place,
  plan          text not null,
  code_word     text,
  safe_approach text,
  author        text not null,
  starts_on     date not null,
  review_on     date not null,
  ended_on      date,
  check (num_nonnulls(person_id, premises_id) = 1)
);
create index response_plan_of_premises on response_plan (premises_id) where premises_id is not null;
create index response_plan_of_person on response_plan (person_id) where person_id is not null;

-- Non-molestation, restraining, DVPO, DAPO, bail conditions: always on a pair.
create table protection_order (
  id                uuid primary key,
  kind              text not null,
  protected_id      uuid not null references person,
  subject_id        uuid not null references person,
  conditions        text not null,
  power_of_arrest   boolean not null,
  starts_on         date not null,
  ends_on           date
);
create index protection_order_protected on protection_order (protected_id);
create index protection_order_subject on protection_order (subject_id);

-- ---------------------------------------------------------------- automatic checks

create table check_run (
  id           uuid primary key,
  kind         text not null check (kind in ('phone', 'premises', 'person')),
  source       text not null,
  contact_id   uuid references contact,
  incident_id  uuid references incident,
  -- what was asked: the E.164 number, the premises' id, the person's name with, where known, the date of birth
  query        text not null,
  born_on      date,
  state        text not null default 'not_started' check (state in
    ('not_started', 'running', 'hit', 'no_trace', 'source_unavailable', 'failed')),
  requested_by text not null,
  requested_at timestamptz not null default clock_timestamp(),
  started_at   timestamptz,
  finished_at  timestamptz,
  duration_ms  real,
  -- what was found, as it stood
  findings     jsonb,
  superseded_by uuid references check_run,
  check ((state in ('hit', 'no_trace', 'source_unavailable', 'failed')) = (finished_at is not null)),
  check ((state = 'hit') = (findings is not null and jsonb_array_length(findings) > 0))
);
-- serves: the checks of one contact, of one incident
create index check_run_of_contact on check_run (contact_id) where contact_id is not null;
create index check_run_of_incident on check_run (incident_id) where incident_id is not null;

-- ---------------------------------------------------------------- briefing, recommendation, deployment

create table briefing (
  id          uuid primary key,
  incident_id uuid not null references incident,
  version     int not null check (version > 0),
  composed_at timestamptz not null default clock_timestamp(),
  body        jsonb not null,
  -- every source that has not answered, by name (I5, I12): never left out
  unknowns    jsonb not null,
  unique (incident_id, version),
  unique (id, incident_id)
);
create table briefing_read (
  briefing_id uuid not null references briefing,
  unit_id     uuid not null references unit,
  read_by     uuid not null,
  read_at     timestamptz not null default clock_timestamp(),
  primary key (briefing_id, unit_id)
);

create table recommendation (
  id          uuid primary key,
  incident_id uuid not null references incident,
  version     int not null check (version > 0),
  because     text not null,
  grade       text not null,
  -- how many units this need calls for
  units_needed smallint not null check (units_needed between 1 and 8),
  briefing_id uuid not null,
  made_at     timestamptz not null default clock_timestamp(),
  took_ms     real not null,
  -- every unit on duty with its place, time and reasons, as it stood
  candidates  jsonb not null,
  unique (incident_id, version),
  unique (id, incident_id),
  foreign key (briefing_id, incident_id) references briefing (id, incident_id)
);

create table deployment (
  id                uuid primary key,
  incident_id       uuid not null references incident,
  unit_id           uuid not null references unit,
  -- I5: no deployment without its briefing
  briefing_id       uuid not null,
  recommendation_id uuid not null,
  -- which of the units needed this one is; beyond units_needed for additional units
  slot              smallint not null check (slot > 0),
  rank_chosen       smallint,
  travel_seconds    int,
  not_first_because text,
  assigned_by       uuid not null references staff,
  assigned_at       timestamptz not null default clock_timestamp(),
  acknowledged_at   timestamptz,
  mobile_at         timestamptz,
  at_scene_at       timestamptz,
  cleared_at        timestamptz,
  released_at       timestamptz,
  release_reason    text check (release_reason in ('cleared', 'stood-down', 'diverted')),
  diverted_to       uuid references incident,
  arrived_unread    boolean not null default false,
  foreign key (briefing_id, incident_id) references briefing (id, incident_id),
  foreign key (recommendation_id, incident_id) references recommendation (id, incident_id),
  check ((released_at is null) = (release_reason is null))
);
-- I1: a unit is never committed to two incidents
create unique index deployment_one_per_unit on deployment (unit_id) where released_at is null;
-- I6: one need is met once
create unique index deployment_one_per_need on deployment (recommendation_id, slot)
  where released_at is null or release_reason = 'cleared';
-- serves: who is going to this incident
create index deployment_of_incident on deployment (incident_id, assigned_at);

-- CRD/1 P5: what a console says it has shown
create table receipt (
  seq      bigint not null,
  staff_id uuid not null references staff,
  shown_at timestamptz not null default clock_timestamp(),
  primary key (seq, staff_id)
);
