-- A wallboard is a system account that holds the scope 'wallboard' and nothing else: it reads counts, never an incident.
-- Its token is made where it is shown, and reaches the database only as a hash. Supervisors and administrators keep them.

create function keeps_wallboards(p_token_hash bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(who_is(p_token_hash) ->> 'role' in ('supervisor', 'administrator'), false)
$$;

create function save_wallboard(p_token_hash bytea, p_id uuid, p_name text, p_board_token_hash bytea) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not keeps_wallboards(p_token_hash) then
    raise exception 'wallboards are kept by supervisors and administrators' using errcode = 'GH403';
  end if;
  insert into system_account (id, name, scopes, token_hash) values (p_id, p_name, '{wallboard}', p_board_token_hash);
end
$$;

-- No other system account is ended by it. False: there is no such wallboard that is still lit.
create function end_wallboard(p_token_hash bytea, p_id uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not keeps_wallboards(p_token_hash) then
    raise exception 'wallboards are kept by supervisors and administrators' using errcode = 'GH403';
  end if;
  update system_account set active = false where id = p_id and active and scopes = '{wallboard}';
  return found;
end
$$;

revoke all on function keeps_wallboards(bytea) from public;
revoke all on function save_wallboard(bytea, uuid, text, bytea) from public;
revoke all on function end_wallboard(bytea, uuid) from public;
grant execute on function save_wallboard(bytea, uuid, text, bytea) to golden_hour_app;
grant execute on function end_wallboard(bytea, uuid) to golden_hour_app;
