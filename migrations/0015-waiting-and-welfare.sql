-- Speaking again to whoever waits, with a re-assessment whose every version is kept, and hearing from a crew on a call.

-- THRIVE as it stood each time: threat, harm, risk, investigation, vulnerability, engagement.
create table reassessment (
  id          uuid primary key,
  incident_id uuid not null references incident,
  version     smallint not null check (version > 0),
  -- whether whoever waits was spoken to
  reached     text not null check (reached in ('spoken', 'no-answer', 'not-safe')),
  worse       boolean not null,
  thrive      jsonb not null,
  -- at that moment, so that it can be seen what followed
  grade       text,
  by          uuid not null references staff,
  at          timestamptz not null default clock_timestamp(),
  unique (incident_id, version)
);
create trigger keep_for_ever before update or delete on reassessment for each row execute function keep_for_ever();

-- A crew that was asked whether it is well; that it did not answer is kept as well.
create table welfare_check (
  id            uuid primary key,
  deployment_id uuid not null references deployment,
  incident_id   uuid not null references incident,
  unit_id       uuid not null references unit,
  answer        text not null check (answer in ('well', 'no-answer')),
  by            uuid not null,
  at            timestamptz not null default clock_timestamp()
);
-- serves: when a crew was last heard of
create index welfare_check_of_deployment on welfare_check (deployment_id, at);
create trigger keep_for_ever before update or delete on welfare_check for each row execute function keep_for_ever();

create trigger look_at_clocks after insert on reassessment for each row execute function look_at_clocks();
create trigger look_at_clocks after insert on welfare_check for each row execute function look_at_clocks();

create function read_reassessments(p_actor jsonb, p_reason text, p_incident uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'reassessments', p_incident::text, p_incident, p_reason);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'version', r.version, 'reached', r.reached,
      'worse', r.worse, 'thrive', r.thrive, 'grade', r.grade, 'by', s.display_name, 'at', r.at) order by r.version), '[]')
    from reassessment r join staff s on s.id = r.by where r.incident_id = p_incident);
end
$$;

revoke execute on function read_reassessments from public;
grant execute on function read_reassessments to golden_hour_app;
grant select (id, incident_id, version, reached, worse, grade, by, at), insert on reassessment to golden_hour_app;
grant select, insert on welfare_check to golden_hour_app;
