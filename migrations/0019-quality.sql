-- Quality sampling (HMIC 2014, CR-31): what was drawn and by which seed, who marked what, what was found, what the person
-- was told and said, and what is to be developed by when.

-- One draw: with its seed, the plan and the scorecards as they were, and all that lots were drawn among, so that anybody
-- can draw it again. No personal data but who did the work.
create table quality_draw (
  id                 uuid primary key,
  seed               text not null,
  plan_version       text not null,
  plan               jsonb not null,
  scorecards_version text not null,
  scorecards         jsonb not null,
  -- local days, both included, by the day of closing
  period_from        date not null,
  period_to          date not null,
  population         jsonb not null,
  population_count   int  not null check (population_count > 0),
  drawn_by           uuid not null references staff,
  drawn_at           timestamptz not null default clock_timestamp(),
  check (period_from <= period_to),
  -- nobody is drawn of one day twice
  constraint quality_draw_period exclude using gist (daterange(period_from, period_to, '[]') with &&)
);
create trigger keep_for_ever before update or delete on quality_draw for each row execute function keep_for_ever();

-- One person's part in one incident, to be reviewed.
create table quality_review (
  id          uuid primary key,
  draw_id     uuid not null references quality_draw,
  incident_id uuid not null references incident,
  skill       text not null check (skill in ('call-handling', 'dispatching')),
  staff_id    uuid not null references staff,
  -- of the person at the draw
  centre_id   text,
  because     text not null check (because in ('random', 'downgraded', 'closed-without-deployment')),
  stratum     text not null,
  -- two mark it, and neither sees the other's marks before both are in
  blind       boolean not null,
  -- in which order they are marked
  place       int  not null,
  unique (incident_id, skill, staff_id),
  unique (draw_id, place)
);
-- serves: what was found of one person
create index quality_review_of_staff on quality_review (staff_id);
create trigger keep_for_ever before update or delete on quality_review for each row execute function keep_for_ever();

-- What one reviewer marked: a draft, until it is handed in once.
create table quality_marking (
  id           uuid primary key,
  review_id    uuid not null references quality_review,
  reviewer_id  uuid not null references staff,
  -- [{ item, mark, note, evidence }]
  marks        jsonb not null default '[]',
  begun_at     timestamptz not null default clock_timestamp(),
  handed_in_at timestamptz,
  unique (review_id, reviewer_id)
);

-- What stands in the end, shared with the person before it counts, and what the person said.
create table quality_finding (
  review_id       uuid primary key references quality_review,
  marks           jsonb not null,
  -- null: whoever marked it agreed
  settled_by      uuid references staff,
  settled_at      timestamptz not null default clock_timestamp(),
  feedback        text,
  shared_by       uuid references staff,
  shared_at       timestamptz,
  acknowledged_at timestamptz,
  own_words       text,
  check ((shared_at is null) = (shared_by is null) and (shared_at is null) = (feedback is null)),
  check (acknowledged_at is null or shared_at is not null)
);

-- What is to be developed: by whom, by when.
create table quality_action (
  id         uuid primary key,
  review_id  uuid not null references quality_review,
  text       text not null,
  owner_id   uuid not null references staff,
  due_on     date not null,
  created_by uuid not null references staff,
  created_at timestamptz not null default clock_timestamp(),
  done_at    timestamptz,
  done_by    uuid references staff,
  done_words text,
  check ((done_at is null) = (done_by is null) and (done_at is null) = (done_words is null))
);
create index quality_action_of_review on quality_action (review_id);
-- serves: what somebody still owes, and what is overdue
create index quality_action_open on quality_action (owner_id, due_on) where done_at is null;

-- serves: what was closed in a period
create index incident_closed on incident (closed_at) where closed_at is not null;

-- serves: who had a hand in an incident
create index regrade_request_of_incident on regrade_request (incident_id);

create function keep_quality_marking() returns trigger language plpgsql as $$
begin
  if old.handed_in_at is not null then
    raise exception 'a marking is handed in once, and stays' using errcode = 'GH001';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if (new.id, new.review_id, new.reviewer_id, new.begun_at) <> (old.id, old.review_id, old.reviewer_id, old.begun_at) then
    raise exception 'a marking stays its reviewer''s' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_quality_marking before update or delete on quality_marking
  for each row execute function keep_quality_marking();

create function keep_quality_finding() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (new.review_id, new.marks, new.settled_at) is distinct from (old.review_id, old.marks, old.settled_at)
     or new.settled_by is distinct from old.settled_by
     or (old.shared_at is not null
       and (new.feedback, new.shared_by, new.shared_at) is distinct from (old.feedback, old.shared_by, old.shared_at))
     or (old.acknowledged_at is not null
       and (new.acknowledged_at, new.own_words) is distinct from (old.acknowledged_at, old.own_words)) then
    raise exception 'a finding is shared once, acknowledged once, and never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_quality_finding before update or delete on quality_finding
  for each row execute function keep_quality_finding();

create function keep_quality_action() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.done_at is not null
     or to_jsonb(new) - '{done_at,done_by,done_words}'::text[] <> to_jsonb(old) - '{done_at,done_by,done_words}'::text[] then
    raise exception 'an action is done once, and never rewritten' using errcode = 'GH001';
  end if;
  return new;
end
$$;
create trigger keep_quality_action before update or delete on quality_action
  for each row execute function keep_quality_action();

-- ---------------------------------------------------------------- who had a hand in it

-- Who worked an incident. `closed`: did nothing else there than close it.
create function quality_hands(p_incident uuid) returns table (staff_id uuid, closed boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  with closers as (
    select closed_by as id from closure where incident_id = p_incident union select closed_by from incident where id = p_incident
  ), handled as (
    select handler_id as id from incident where id = p_incident
    union select dispatcher_id from incident where id = p_incident
    union select handler_id from contact where incident_id = p_incident
    union select unnest(array[graded_by, requested_by]) from grading where incident_id = p_incident
    union select unnest(array[requested_by, decided_by]) from regrade_request where incident_id = p_incident
    union select assigned_by from deployment where incident_id = p_incident
    union select actor_id from log_entry where incident_id = p_incident and actor_id not in (select id from closers where id is not null)
  )
  select id, false from handled where id is not null
  union all
  select id, true from closers where id is not null and id not in (select id from handled where id is not null)
$$;

-- What whoever opens the log is warned of: children are known by age, by birth or by the force's words for them.
create function quality_warnings(p_incident uuid, p_child_under int, p_child_words text[]) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
  select array_remove(array[
    case when i.domestic_abuse then 'domestic-abuse' end,
    case when exists (select from incident_person p where p.incident_id = i.id
        and (p.aged < p_child_under or p.born_on > (i.opened_at - make_interval(years => p_child_under))::date))
      or i.summary ~* ('\m(' || array_to_string(p_child_words, '|') || ')\M')
      or exists (select from log_entry e where e.incident_id = i.id and e.text ~* ('\m(' || array_to_string(p_child_words, '|') || ')\M'))
    then 'child' end], null)
  from incident i where i.id = p_incident
$$;

-- ---------------------------------------------------------------- reading, with the audit row first (I8)

create function quality_action_view(a quality_action) returns jsonb
language sql stable set search_path = public, pg_temp as $$
  select jsonb_build_object('id', a.id, 'reviewId', a.review_id, 'text', a.text, 'ownerId', a.owner_id, 'owner', o.display_name,
    'personId', r.staff_id, 'person', p.display_name, 'dueOn', a.due_on, 'createdAt', a.created_at, 'doneAt', a.done_at,
    'doneBy', d.display_name, 'doneWords', a.done_words)
  from quality_review r join staff p on p.id = r.staff_id join staff o on o.id = a.owner_id left join staff d on d.id = a.done_by
  where r.id = a.review_id
$$;

create function quality_finding_view(f quality_finding) returns jsonb
language sql stable set search_path = public, pg_temp as $$
  select jsonb_build_object('marks', f.marks, 'settledAt', f.settled_at, 'feedback', f.feedback, 'sharedAt', f.shared_at,
    'settledBy', (select display_name from staff where id = f.settled_by),
    'sharedBy', (select display_name from staff where id = f.shared_by),
    'acknowledgedAt', f.acknowledged_at, 'ownWords', f.own_words)
$$;

-- What was handed in, once nobody is awaited any more: blind means that the store says nothing before.
create function quality_marks_in(p_review uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select case when count(m.handed_in_at) = case when r.blind then 2 else 1 end then jsonb_agg(jsonb_build_object(
      'reviewerId', m.reviewer_id, 'by', s.display_name, 'marks', m.marks) order by m.handed_in_at, m.id) end
  from quality_review r left join quality_marking m on m.review_id = r.id left join staff s on s.id = m.reviewer_id
  where r.id = p_review group by r.id
$$;

-- One review as a supervisor may see it; nobody sees his own before it is shared with him.
create function read_quality_review(p_actor jsonb, p_review uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r quality_review;
begin
  select * into r from quality_review where id = p_review;
  if r.id is null then perform refuse(404, 'quality/unknown', 'There is no such review'); end if;
  if r.staff_id = (p_actor ->> 'id')::uuid then perform refuse(403, 'quality/own-work', 'It is about your own work'); end if;
  perform consult(p_actor, 'quality-review', r.id::text, r.incident_id, 'quality review: ' || r.skill);
  return jsonb_build_object(
    'mine', (select jsonb_build_object('marks', m.marks, 'handedInAt', m.handed_in_at) from quality_marking m
      where m.review_id = r.id and m.reviewer_id = (p_actor ->> 'id')::uuid),
    'markings', coalesce(quality_marks_in(r.id), '[]'),
    'finding', (select quality_finding_view(f) from quality_finding f where f.review_id = r.id),
    'actions', coalesce((select jsonb_agg(quality_action_view(a) order by a.due_on, a.id) from quality_action a where a.review_id = r.id), '[]'));
end
$$;

-- Everything that was shared with one person, the newest first.
create function read_quality_findings(p_actor jsonb, p_reason text, p_staff uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'quality-findings', p_staff::text, null, p_reason);
  return (select coalesce(jsonb_agg(jsonb_build_object('reviewId', r.id, 'skill', r.skill, 'because', r.because,
      'localDay', i.local_day, 'dayNumber', i.day_number, 'openedAt', i.opened_at,
      'card', (select c from jsonb_array_elements(d.scorecards) c where c ->> 'skill' = r.skill),
      'finding', quality_finding_view(f),
      'actions', coalesce((select jsonb_agg(quality_action_view(a) order by a.due_on, a.id) from quality_action a where a.review_id = r.id), '[]'))
      order by f.shared_at desc, r.id), '[]')
    from quality_review r join quality_finding f on f.review_id = r.id join quality_draw d on d.id = r.draw_id
      join incident i on i.id = r.incident_id
    where r.staff_id = p_staff and f.shared_at is not null);
end
$$;

-- Development actions: those of one owner, or with null all; what is not done first, then the newest.
create function read_quality_actions(p_actor jsonb, p_reason text, p_owner uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform consult(p_actor, 'quality-actions', p_owner::text, null, p_reason);
  return (select coalesce(jsonb_agg(quality_action_view(a) order by a.done_at is not null, a.due_on, a.id), '[]') from (
    select * from quality_action where p_owner is null or owner_id = p_owner
    order by done_at is not null, due_on, id limit 500) as a);
end
$$;

-- Items that two marked, without words: how far reviewers agree.
create function quality_marked_twice() returns table (review_id uuid, centre_id text, item text,
  one_id uuid, one_name text, one_mark text, other_id uuid, other_name text, other_mark text)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.centre_id, x.item ->> 'item', m.reviewer_id, s.display_name, x.item ->> 'mark', n.reviewer_id, t.display_name, y.item ->> 'mark'
  from quality_review r
    join quality_marking m on m.review_id = r.id and m.handed_in_at is not null
    join quality_marking n on n.review_id = r.id and n.handed_in_at is not null and n.reviewer_id > m.reviewer_id
    join staff s on s.id = m.reviewer_id join staff t on t.id = n.reviewer_id
    cross join jsonb_array_elements(m.marks) x (item)
    join lateral jsonb_array_elements(n.marks) y (item) on y.item ->> 'item' = x.item ->> 'item'
  where r.blind
$$;

-- ---------------------------------------------------------------- grants

revoke execute on function keep_quality_marking, keep_quality_finding, keep_quality_action, quality_hands, quality_warnings,
  quality_action_view, quality_finding_view, quality_marks_in, read_quality_review, read_quality_findings,
  read_quality_actions, quality_marked_twice from public;
grant execute on function keep_quality_marking, keep_quality_finding, keep_quality_action, quality_hands, quality_warnings,
  quality_marks_in, read_quality_review, read_quality_findings, read_quality_actions, quality_marked_twice to golden_hour_app;
grant select on quality_draw, quality_review to golden_hour_app;
grant insert (id, seed, plan_version, plan, scorecards_version, scorecards, period_from, period_to, population,
  population_count, drawn_by) on quality_draw to golden_hour_app;
grant insert on quality_review to golden_hour_app;
grant select (id, review_id, reviewer_id, begun_at, handed_in_at), insert (id, review_id, reviewer_id),
  update (marks, handed_in_at), delete on quality_marking to golden_hour_app;
grant select (review_id, settled_by, settled_at, shared_by, shared_at, acknowledged_at), insert (review_id, marks, settled_by),
  update (feedback, shared_by, shared_at, acknowledged_at, own_words) on quality_finding to golden_hour_app;
grant select (id, review_id, owner_id, due_on, created_at, done_at), insert (id, review_id, text, owner_id, due_on, created_by),
  update (done_at, done_by, done_words) on quality_action to golden_hour_app;
