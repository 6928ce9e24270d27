-- Numbers kept back for paper, hand-over between shifts, the queue of the public protection units, and incidents that
-- are handed to another force or agency.

-- ---------------------------------------------------------------- log numbers on paper

-- Numbers of one local day that the service will not give: they are written on paper while it is away, by hand.
create table log_number_block (
  id          uuid primary key,
  local_day   date not null,
  first       int  not null check (first > 0),
  last        int  not null check (last >= first),
  reason      text not null,
  centre_id   text references centre,
  reserved_by uuid not null references staff,
  reserved_at timestamptz not null default clock_timestamp()
);
-- serves: the account of one day
create index log_number_block_of_day on log_number_block (local_day, first);
create trigger keep_for_ever before update or delete on log_number_block for each row execute function keep_for_ever();

-- A reserved number on which nothing was written, or that was spoiled: it is never used again, and no hole.
create table log_number_unused (
  local_day date not null,
  number    int  not null,
  block_id  uuid not null references log_number_block,
  how       text not null check (how in ('returned', 'void')),
  reason    text not null,
  by        uuid not null references staff,
  at        timestamptz not null default clock_timestamp(),
  primary key (local_day, number)
);
create trigger keep_for_ever before update or delete on log_number_unused for each row execute function keep_for_ever();

-- An incident that was written on paper first. incident.opened_at is the time as written; entered_at the database's own.
create table paper_log (
  incident_id uuid primary key references incident,
  block_id    uuid not null references log_number_block,
  written_at  timestamptz not null,
  entered_at  timestamptz not null default clock_timestamp(),
  entered_by  uuid not null references staff
);
create trigger keep_for_ever before update or delete on paper_log for each row execute function keep_for_ever();

-- The day's one row gives the whole block in one step: an opening gets a number before it or behind it, never one of it.
create function reserve_log_numbers(p_token_hash bytea, p_id uuid, p_day date, p_size int, p_reason text, p_centre text)
returns log_number_block
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  block log_number_block;
  highest int;
begin
  if who ->> 'role' <> 'supervisor' then
    perform refuse(403, 'right/missing', 'Log numbers are reserved by a supervisor');
  end if;
  insert into log_number values (p_day, p_size)
  on conflict (local_day) do update set last = log_number.last + p_size
  returning last into highest;
  insert into log_number_block (id, local_day, first, last, reason, centre_id, reserved_by)
  values (p_id, p_day, highest - p_size + 1, highest, p_reason, p_centre, (who ->> 'id')::uuid) returning * into block;
  return block;
end
$$;

-- Locks the block first and reads second: of two who enter one number, or enter it while it is accounted for, one is told.
create function reserved_number_for_update(p_block uuid, p_number int) returns log_number_block
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  block log_number_block;
begin
  select * into block from log_number_block where id = p_block for update;
  if block.id is null then perform refuse(404, 'log-number/unknown-block', 'There is no such block of log numbers'); end if;
  if p_number not between block.first and block.last then
    perform refuse(409, 'log-number/not-reserved', format('%s is not one of the numbers %s to %s', p_number, block.first, block.last));
  end if;
  if exists (select from incident where local_day = block.local_day and day_number = p_number) then
    perform refuse(409, 'log-number/used', format('%s is used for a paper log', p_number));
  end if;
  if exists (select from log_number_unused where local_day = block.local_day and number = p_number) then
    perform refuse(409, 'log-number/accounted', format('%s is accounted for as unused', p_number));
  end if;
  return block;
end
$$;

-- The only way to an incident that began before it was saved: under a reserved number, with whoever entered it.
create function open_paper_log(p_token_hash bytea, p_block uuid, p_number int, p_written_at timestamptz, p_incident jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  block log_number_block;
begin
  if who ->> 'role' not in ('call-handler', 'front-desk', 'dispatcher', 'supervisor') then
    perform refuse(403, 'right/missing', 'Paper logs are entered in the control room');
  end if;
  block := reserved_number_for_update(p_block, p_number);
  insert into incident (id, local_day, day_number, opening_category, type, summary, location_text, premises_id, lat, lon, area_id,
    area_class, location_confirmed, domestic_abuse, vulnerable, happening_now, flags_because, handler_id, opened_at)
  select i.id, block.local_day, p_number, i.type, i.type, i.summary, coalesce(i.location_text, ''), i.premises_id, i.lat, i.lon,
    i.area_id, i.area_class, coalesce(i.location_confirmed, false), i.domestic_abuse, i.vulnerable, i.happening_now, i.flags_because,
    coalesce(i.handler_id, (who ->> 'id')::uuid), p_written_at
  from jsonb_populate_record(null::incident, p_incident) i;
  insert into paper_log (incident_id, block_id, written_at, entered_by)
  values ((p_incident ->> 'id')::uuid, p_block, p_written_at, (who ->> 'id')::uuid);
end
$$;

create function account_unused_number(p_token_hash bytea, p_block uuid, p_number int, p_how text, p_reason text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who jsonb := acting(p_token_hash);
  block log_number_block;
begin
  if who ->> 'role' <> 'supervisor' then
    perform refuse(403, 'right/missing', 'Unused numbers are accounted for by a supervisor');
  end if;
  block := reserved_number_for_update(p_block, p_number);
  insert into log_number_unused (local_day, number, block_id, how, reason, by)
  values (block.local_day, p_number, p_block, p_how, p_reason, (who ->> 'id')::uuid);
end
$$;

-- ---------------------------------------------------------------- hand-over between shifts

create table handover (
  id               uuid primary key,
  scope            text not null check (scope in ('area', 'centre')),
  scope_id         text not null,
  areas            text[] not null,
  role             text not null check (role in ('dispatcher', 'supervisor')),
  notes            text not null,
  -- what the outgoing shift had before it, frozen at this number of the journal
  picture          jsonb not null,
  drafted_seq      bigint not null,
  drafted_at       timestamptz not null default clock_timestamp(),
  drafted_by       uuid not null references staff,
  drafted_by_name  text not null,
  outgoing_at      timestamptz,
  outgoing_seq     bigint,
  incoming_at      timestamptz,
  incoming_seq     bigint,
  incoming_by      uuid references staff,
  incoming_by_name text,
  taken_on         text,
  -- what had changed between drafting and the incoming signature, as it was shown
  changes          jsonb,
  -- another was drafted in its place
  superseded_at    timestamptz,
  check ((outgoing_at is null) = (outgoing_seq is null)),
  check (num_nulls(incoming_at, incoming_seq, incoming_by, incoming_by_name, taken_on, changes) in (0, 6)),
  check (incoming_at is null or outgoing_at is not null),
  check (incoming_by <> drafted_by)
);
-- one is waiting for signatures at a time; serves: the hand-over of a desk
create unique index handover_waiting on handover (scope, scope_id, role) where incoming_at is null and superseded_at is null;
-- serves: the newest of a desk
create index handover_of_scope on handover (scope, scope_id, drafted_at desc);

-- What was handed over is never rewritten; each signature is given once.
create function keep_handover() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (to_jsonb(new) - '{outgoing_at,outgoing_seq,incoming_at,incoming_seq,incoming_by,incoming_by_name,taken_on,changes,superseded_at}'::text[])
        <> (to_jsonb(old) - '{outgoing_at,outgoing_seq,incoming_at,incoming_seq,incoming_by,incoming_by_name,taken_on,changes,superseded_at}'::text[])
     or (old.outgoing_at is not null and (new.outgoing_at, new.outgoing_seq) is distinct from (old.outgoing_at, old.outgoing_seq))
     or (old.incoming_at is not null and to_jsonb(new) <> to_jsonb(old)) then
    raise exception 'a hand-over is never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_handover before update or delete on handover for each row execute function keep_handover();

-- ---------------------------------------------------------------- the public protection units (HMIC 2014, CR-30)

alter table staff drop constraint staff_role_check;
alter table staff add constraint staff_role_check check (role in
  ('call-handler', 'front-desk', 'dispatcher', 'supervisor', 'unit', 'ppu', 'administrator'));

-- Of each domestic abuse incident one entry, once it was attended or closed; its area is the incident's.
create table ppu_entry (
  incident_id          uuid primary key references incident,
  because              text not null check (because in ('attended', 'closed')),
  queued_at            timestamptz not null default clock_timestamp(),
  acknowledged_at      timestamptz,
  acknowledged_by      uuid references staff,
  acknowledged_by_name text,
  check (num_nulls(acknowledged_at, acknowledged_by, acknowledged_by_name) in (0, 3))
);
-- serves: the queue
create index ppu_entry_waiting on ppu_entry (queued_at) where acknowledged_at is null;
-- serves: what was acknowledged of late
create index ppu_entry_acknowledged on ppu_entry (acknowledged_at) where acknowledged_at is not null;

create function keep_ppu_entry() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.acknowledged_at is not null
     or (new.incident_id, new.because, new.queued_at) is distinct from (old.incident_id, old.because, old.queued_at) then
    raise exception 'an entry of a public protection unit is acknowledged once' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_ppu_entry before update or delete on ppu_entry for each row execute function keep_ppu_entry();

-- In the commit that attends, closes or flags, on whatever path: nobody has to remember it. The job tells the room.
create function put_in_ppu_queue(p_incident uuid, p_because text) returns void
language sql security definer set search_path = public, pg_temp as $$
  with entered as (
    insert into ppu_entry (incident_id, because) values (p_incident, p_because) on conflict do nothing returning incident_id
  )
  insert into job (id, kind, subject_id, variant, due_at)
  select gen_random_uuid(), 'ppu-entered', incident_id, '', clock_timestamp() from entered
  on conflict (kind, subject_id, variant) do nothing
$$;

create function queue_for_ppu() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'deployment' then
    if exists (select from incident where id = new.incident_id and domestic_abuse and not imported) then
      perform put_in_ppu_queue(new.incident_id, 'attended');
    end if;
  elsif new.status = 'closed' then
    perform put_in_ppu_queue(new.id, 'closed');
  elsif exists (select from deployment where incident_id = new.id and at_scene_at is not null) then
    perform put_in_ppu_queue(new.id, 'attended');
  end if;
  return null;
end
$$;
create trigger queue_for_ppu after update on deployment for each row
  when (old.at_scene_at is null and new.at_scene_at is not null) execute function queue_for_ppu();
create trigger queue_for_ppu after update on incident for each row
  when (new.domestic_abuse and not new.imported
    and (not old.domestic_abuse or (new.status = 'closed' and old.status = 'open'))) execute function queue_for_ppu();

-- ---------------------------------------------------------------- handed to another force or agency

create table transfer (
  id              uuid primary key,
  incident_id     uuid not null references incident,
  -- of the force's list (definition 'transfer-partners')
  partner         text not null,
  partner_name    text not null,
  reason          text not null,
  -- what is sent, each time the same; read only by read_transfer_message
  message         jsonb not null,
  grade           text,
  made_by         uuid not null references staff,
  made_by_name    text not null,
  made_at         timestamptz not null default clock_timestamp(),
  state           text not null default 'sending' check (state in ('sending', 'delivered', 'dead', 'acknowledged', 'withdrawn')),
  attempts        smallint not null default 0,
  last_fault      text,
  delivered_at    timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  their_reference text,
  their_grade     text,
  withdrawn_at    timestamptz,
  withdrawn_by    uuid references staff,
  withdrawn_because text,
  check ((state = 'acknowledged') = (acknowledged_at is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
-- one incident is handed to one partner once at a time
create unique index transfer_waiting on transfer (incident_id, partner) where state in ('sending', 'delivered', 'dead');
-- serves: the transfers of one incident, and whether one is waiting when it is closed
create index transfer_of_incident on transfer (incident_id, made_at);

create function keep_transfer() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('acknowledged', 'withdrawn')
     or (new.id, new.incident_id, new.partner, new.partner_name, new.reason, new.message, new.grade, new.made_by, new.made_at)
        is distinct from (old.id, old.incident_id, old.partner, old.partner_name, old.reason, old.message, old.grade, old.made_by, old.made_at) then
    raise exception 'a transfer is never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_transfer before update or delete on transfer for each row execute function keep_transfer();

-- It stays open here until the other side has it: else an incident could be nobody's (F7).
create function hold_for_transfer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from transfer where incident_id = new.id and state in ('sending', 'delivered', 'dead')) then
    perform refuse(409, 'transfer/unacknowledged', 'It was handed over, and nobody there has acknowledged it');
  end if;
  return new;
end
$$;
create trigger hold_for_transfer before update on incident for each row
  when (new.status = 'closed' and old.status = 'open') execute function hold_for_transfer();

alter table exception drop constraint exception_subject_type_check;
alter table exception add constraint exception_subject_type_check
  check (subject_type in ('incident', 'deployment', 'action', 'transfer', 'force'));

-- What is sent, for sending: each reading is a disclosure with its recipient (Data Protection Act 2018 s.62).
create function read_transfer_message(p_actor jsonb, p_transfer uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  t transfer;
begin
  select * into t from transfer where id = p_transfer;
  if t.id is null then return null; end if;
  insert into audit (id, op, actor_id, actor_role, session_id, subject_type, subject_id, incident_id, reason, detail)
  values (gen_random_uuid(), 'disclosure', (p_actor ->> 'id')::uuid, p_actor ->> 'role', (p_actor ->> 'sessionId')::uuid,
    'transfer', t.id::text, t.incident_id, 'handed to another force or agency', jsonb_build_object('recipients', jsonb_build_array(t.partner_name)));
  return t.message;
end
$$;

-- ---------------------------------------------------------------- grants

revoke execute on function reserve_log_numbers, reserved_number_for_update, open_paper_log, account_unused_number, keep_handover,
  keep_ppu_entry, put_in_ppu_queue, queue_for_ppu, keep_transfer, hold_for_transfer, read_transfer_message from public;
grant execute on function reserve_log_numbers, open_paper_log, account_unused_number, keep_handover, keep_ppu_entry, keep_transfer,
  read_transfer_message to golden_hour_app;
grant select on log_number, log_number_block, log_number_unused, paper_log, handover, ppu_entry to golden_hour_app;
grant insert (id, scope, scope_id, areas, role, notes, picture, drafted_seq, drafted_by, drafted_by_name) on handover to golden_hour_app;
grant update (outgoing_at, outgoing_seq, incoming_at, incoming_seq, incoming_by, incoming_by_name, taken_on, changes, superseded_at)
  on handover to golden_hour_app;
grant update (acknowledged_at, acknowledged_by, acknowledged_by_name) on ppu_entry to golden_hour_app;
grant select (id, incident_id, partner, partner_name, reason, grade, made_by, made_by_name, made_at, state, attempts, last_fault,
  delivered_at, acknowledged_at, acknowledged_by, their_reference, their_grade, withdrawn_at, withdrawn_by, withdrawn_because)
  on transfer to golden_hour_app;
grant insert (id, incident_id, partner, partner_name, reason, message, grade, made_by, made_by_name) on transfer to golden_hour_app;
grant update (state, attempts, last_fault, delivered_at, acknowledged_at, acknowledged_by, their_reference, their_grade,
  withdrawn_at, withdrawn_by, withdrawn_because) on transfer to golden_hour_app;
