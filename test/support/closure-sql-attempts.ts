/** One statement, or a few in one go, that a thief of the service's database login would try. */
export type SqlAttempt = { name: string; statements: string }

const supervisorId = `(select id from staff where role = 'supervisor' and username = 'supervisor2')`
const thiefsToken = `sha256('thief'::bytea)`
const wholeResultJson = `'{"text":"x","notAttendedBecause":"x","callBack":"x","personsSeen":"x","childrenSeen":"x","noCrimeBecause":"x","noRiskAssessmentBecause":"x","documentsConfirmedBy":"x"}'::jsonb`
const close = (token: string, id: string) =>
  `select close_incident(${token}, gen_random_uuid(), ${id}, 'error', ${wholeResultJson})`

const closed = `status = 'closed', closed_at = now(), closing_category = 'error'`
const forged = `jsonb_build_object('kind', 'staff', 'id', ${supervisorId}, 'role', 'supervisor', 'name', 'x')`

/**
 * What somebody holding the service's own database login may try against one locked incident (I3). Each is run outside a
 * transaction, so that whatever gets through stays. `id`: the incident, as an SQL literal.
 */
export function listSqlAttempts(id: string): SqlAttempt[] {
  const attempts: Record<string, string> = {
    'update its status': `update incident set ${closed} where id = ${id}`,
    'update every status': `update incident set ${closed}`,
    'update its grade': `update incident set grade = '4', grade_position = 4 where id = ${id}`,
    'update its clock': `update incident set attend_by = now() + interval '9 hours' where id = ${id}`,
    'update its type': `update incident set type = 'theft' where id = ${id}`,
    'update its flags': `update incident set domestic_abuse = false, repeat_victim = false, vulnerable = false where id = ${id}`,
    'update what is generated': `update incident set locked = false where id = ${id}`,
    'update who took the call': `update incident set handler_id = null where id = ${id}`,
    'upsert over it': `insert into incident (id, local_day, day_number, opening_category, type) select id, local_day, day_number, opening_category, 'theft' from incident where id = ${id} on conflict (id) do update set status = 'closed', type = 'theft'`,
    'merge over it': `merge into incident i using (select ${id}::uuid as id) s on i.id = s.id when matched then delete`,
    'delete it': `delete from incident where id = ${id}`,
    'truncate all': 'truncate incident cascade',
    'insert a closing': `insert into closure (id, incident_id, closing_category, result, closed_by) values (gen_random_uuid(), ${id}, 'error', '{}', ${supervisorId})`,
    'insert a lower grading': `insert into grading (id, incident_id, grade, position, attend_by, definition_version, direction, reason, graded_by) values (gen_random_uuid(), ${id}, '4', 4, now(), 'x', 'lowered', 'x', ${supervisorId})`,
    'approve a lower grade by hand': `update regrade_request set approved = true, decided_at = now() where incident_id = ${id}`,
    'delete its log': `delete from log_entry where incident_id = ${id}`,
    'move its contacts away': `update contact set incident_id = null where incident_id = ${id}`,
    'delete its contacts': `delete from contact where incident_id = ${id}`,
    'disable its triggers': `alter table incident disable trigger all; delete from incident where id = ${id}`,
    'switch triggers off for the session': `set session_replication_role = replica; delete from incident where id = ${id}`,
    'become the owner': `set role golden_hour_owner; update incident set ${closed} where id = ${id}`,
    'become the superuser': `set session authorization postgres; update incident set ${closed} where id = ${id}`,
    'give itself the right': `grant all on incident to current_user; update incident set ${closed} where id = ${id}`,
    'make itself a superuser': `alter role current_user superuser; update incident set ${closed} where id = ${id}`,
    'join the owner': `grant golden_hour_owner to current_user; set role golden_hour_owner; update incident set ${closed} where id = ${id}`,
    'take the table': `alter table incident owner to current_user; update incident set ${closed} where id = ${id}`,
    'replace the guard': `create or replace function must_be_independent_supervisor(who jsonb, i incident, p_what text) returns void language sql as 'select'; ${close(`'\\x00'`, id)}`,
    'replace who asks': `create or replace function acting(p_token_hash bytea) returns jsonb language sql as $$ select '{"role":"supervisor"}'::jsonb $$; ${close(`'\\x00'`, id)}`,
    'drop the guard': 'drop function must_be_independent_supervisor cascade',
    'shadow a function for the session': `create function pg_temp.who_is(bytea) returns jsonb language sql as $$ select ${forged.replaceAll('$', '')} $$; set search_path = pg_temp, public; ${close(`'\\x00'`, id)}`,
    'shadow the sessions': `create temp table session as select gen_random_uuid() as id, ${thiefsToken} as token_hash, ${supervisorId} as staff_id, '{}'::text[] as areas, now() as created_at, now() + interval '1 day' as expires_at, null::timestamptz as ended_at; set search_path = pg_temp, public; ${close(thiefsToken, id)}`,
    'shadow the staff': `create temp table staff as select ${supervisorId} as id, 'supervisor' as role; set search_path = pg_temp, public; ${close(`'\\x00'`, id)}`,
    'a schema of its own before ours': `create schema thief; set search_path = thief, public; ${close(`'\\x00'`, id)}`,
    'a function of the owner in public': `create function public.thief() returns void language sql security definer as $$ update incident set ${closed} $$; select thief()`,
    'a rule on the table': `create rule thief as on update to incident do also delete from incident where id = ${id}`,
    'a trigger on the table':
      'create trigger thief before update on incident for each row execute function keep_opening()',
    'a policy on the table': 'create policy thief on incident using (true)',
    'copy over it': `copy incident from program 'true'`,
    'copy it to a file': `copy incident to 'thief.csv'`,
    'an extension': 'create extension if not exists dblink',
    'an anonymous block': `do $$ begin update incident set ${closed} where id = ${id}; end $$`,
    'a row lock and then an update': `select from incident where id = ${id} for update; update incident set ${closed} where id = ${id}`,
    'close with no session': close(`'\\x00'`, id),
    'close with null': close('null', id),
    'close with the name of a supervisor': close(`convert_to('supervisor2', 'UTF8')`, id),
    'close with the session id of a supervisor': close(
      `convert_to((select subject_id from audit where op = 'sign-in' and subject_id is not null limit 1), 'UTF8')`,
      id,
    ),
    'lower with no session': `select decide_lower_grade('\\x00', gen_random_uuid(), ${id}, true, 'x')`,
    'unflag with no session': `select clear_flag('\\x00', ${id}, 'domesticAbuse', 'x')`,
    'retype with no session': `select retype_incident('\\x00', ${id}, 'theft', 'x')`,
    'unflag by raising nothing': `select raise_flags(${id}, false, false, false, false, '[]')`,
    'unflag by raising null': `select raise_flags(${id}, null, null, null, null, '[]')`,
    'lower by proposing': `select propose_grade(${id}, '4', '[]', false)`,
    'insert a session': `insert into session (id, token_hash, staff_id, expires_at) values (gen_random_uuid(), ${thiefsToken}, ${supervisorId}, now() + interval '1 day'); ${close(thiefsToken, id)}`,
    'begin a session for a supervisor': `select start_session(gen_random_uuid(), ${supervisorId}, ${thiefsToken}, '{}', 1); ${close(thiefsToken, id)}`,
    'begin a session with a guessed proof': `select start_session(gen_random_uuid(), ${supervisorId}, ${thiefsToken}, '{}', 1, 'guessed'); ${close(thiefsToken, id)}`,
    'begin a session with what sign-in tells': `select start_session(gen_random_uuid(), staff_id, ${thiefsToken}, '{}', 1, split_part(r::text, '$', 6)) from sign_in_record('supervisor2') r; ${close(thiefsToken, id)}`,
    'make a dispatcher a supervisor': `update staff set role = 'supervisor'`,
    'keep staff without an administrator': `select save_staff('\\x00', gen_random_uuid(), 'thief', 'Thief', 'supervisor', null, '{}', null, 'x', true)`,
    'a system account': `insert into system_account (id, name, scopes, token_hash) values (gen_random_uuid(), 'thief', '{supervisor}', ${thiefsToken})`,
    'read the tokens': 'select token_hash from session',
    'read the proofs of passwords': 'select password_hash from staff',
    'plan a job that closes': `insert into job (id, kind, subject_id, due_at, payload) values (gen_random_uuid(), 'close', ${id}, now(), '{"closingCategory":"error"}')`,
    'plan a job that lowers': `insert into job (id, kind, subject_id, due_at, payload) values (gen_random_uuid(), 'lower-grade', ${id}, now(), '{"grade":"4"}')`,
    'plan a job of the incidents room': `insert into job (id, kind, subject_id, due_at, payload) values (gen_random_uuid(), 'recommend', ${id}, now(), '{"because":"closed","status":"closed"}')`,
    'an answer for a key of a supervisor': `insert into idempotency_key (actor_id, key, fingerprint, status, answer) values (${supervisorId}, gen_random_uuid()::text, '\\x00', 200, '{"status":"closed"}')`,
    'an event that says so': `insert into journal (id, type, incident_id, audience, data) values (gen_random_uuid(), 'incident-closed', ${id}, 'room', '{}')`,
    'say who took the call was another': `update contact set handler_id = null, answered_at = now() where incident_id = ${id}`,
  }
  return Object.entries(attempts).map(([name, statements]) => ({ name, statements }))
}
