-- What came from another system: whose files, how far each was read, who had it read; the lock that keeps an import from
-- touching anything that is there; and what networks said of where a caller is.

create table import_run (
  id             uuid primary key,
  -- SHA-256 of the file's bytes, and of the mapping it was read with: the same two again are the same run
  file_hash      bytea not null,
  mapping_hash   bytea not null,
  file_name      text not null,
  kind           text not null,
  source         text not null,
  begun_by       text not null,
  begun_at       timestamptz not null default clock_timestamp(),
  finished_at    timestamptz,
  -- how far it is: committed with the rows that were read up to there
  bytes_done     bigint not null default 0,
  line_done      bigint not null default 0,
  rows_read      bigint not null default 0,
  rows_in        bigint not null default 0,
  rows_there     bigint not null default 0,
  rows_rejected  bigint not null default 0,
  rejected_bytes bigint not null default 0,
  -- by field and reason: how many, and the first lines; what came in but is worth knowing. No values of any row
  rejections     jsonb not null default '{}',
  notes          jsonb not null default '{}',
  unique (file_hash, mapping_hash)
);

-- a node asks whether places were imported since it read their names
grant select (kind, finished_at) on import_run to golden_hour_app;

-- what the other system called it; the log number is ours
alter table incident
  add column imported_from text,
  add column imported_reference text;
-- the other system's or the national number of a property, where the gazetteer came with one
alter table place add column uprn text;
-- serves: an address that came with its number, and a gazetteer that is loaded anew
create unique index place_of_uprn on place (uprn) where uprn is not null;
grant select (uprn) on place to golden_hour_app;

-- An import says so at the beginning of each of its transactions. It may add what is over; it may not change, close,
-- reopen, unflag or delete an incident or a contact, whoever's it is, nor make one that is open.
create function keep_from_imports() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('golden_hour.importing', true), '') = 'on' then
    raise exception 'an import adds history, and changes nothing that is there' using errcode = 'GH001';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger keep_from_imports before update or delete on incident
  for each row execute function keep_from_imports();
create trigger keep_from_imports before update or delete on contact
  for each row execute function keep_from_imports();
create trigger keep_from_imports before insert or update or delete on closure
  for each row execute function keep_from_imports();
create trigger keep_open_from_imports before insert on incident
  for each row when (not new.imported or new.status <> 'closed') execute function keep_from_imports();
create trigger keep_waiting_from_imports before insert on contact
  for each row when (not new.imported) execute function keep_from_imports();

revoke execute on function keep_from_imports from public;
grant execute on function keep_from_imports to golden_hour_app;

-- What networks and handsets said of where a caller is: each as it came and as it was read, in the order it came. The
-- best of them stands in contact.network_location. It can hold the identity of a telephone: nobody reads it back here.
create table contact_location (
  id          uuid primary key,
  contact_id  uuid not null references contact,
  received_at timestamptz not null default clock_timestamp(),
  -- 'aml-sms' | 'aml-https' | 'eisec', or null when the sender read it
  form        text,
  raw         jsonb not null,
  location    jsonb not null
);
-- serves: what was said of one contact
create index contact_location_of_contact on contact_location (contact_id, received_at);
create trigger keep_for_ever before update or delete on contact_location
  for each row execute function keep_for_ever();
grant insert on contact_location to golden_hour_app;

-- What stands for the caller's location now; for whoever is about to choose between it and another.
create function network_location_of(p_contact uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select network_location from contact where id = p_contact
$$;
revoke execute on function network_location_of from public;
grant execute on function network_location_of to golden_hour_app;

-- The same contact with how far the network's position is from the place of its incident. Not where the place is
-- protected: two such distances would say where it is.
create or replace function contact_view(c contact) returns jsonb language sql stable as $$
  select jsonb_build_object('id', c.id, 'channel', c.channel, 'kind', c.kind, 'number', c.number,
    'numberAsGiven', c.number_as_given, 'numberWithheld', c.number_withheld,
    'publicTelephone', c.public_telephone, 'callerName', c.caller_name,
    'callerRole', c.caller_role, 'firstWords', c.first_words, 'networkLocation', c.network_location,
    'metresFromPlace', (
      select round(6371009 * 2 * asin(sqrt(least(1, sin(radians(i.lat - n.lat) / 2) ^ 2
        + cos(radians(n.lat)) * cos(radians(i.lat)) * sin(radians(i.lon - n.lon) / 2) ^ 2))))::int
      from incident i, (select (c.network_location ->> 'lat')::float8 as lat, (c.network_location ->> 'lon')::float8 as lon) n
      where i.id = c.incident_id and i.lat is not null and i.lon is not null and n.lat is not null and n.lon is not null
        and not exists (select from place p where p.id = i.premises_id and p.protected)),
    'presentedAt', c.presented_at, 'answeredAt', c.answered_at, 'endedAt', c.ended_at, 'receivedAt', c.received_at,
    'handlerId', c.handler_id, 'incidentId', c.incident_id)
$$;
