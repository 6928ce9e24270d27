-- What came from another system's files: which file, how far it was read, who had it read; and the lock that keeps an
-- import from touching anything that is there.

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
