-- Who is named, found as quickly among millions as among thousands. By single words a common name cost with every other Smith in
-- the records; now two words are one key, so that only those come who have both, and the search by letters is the last resort.

alter table person add column name_pairs int[] not null default '{}';

-- How a word sounds: one or two codes; none for what is too short to have a sound of its own.
create function word_sounds(p_word text) returns text[] language plpgsql immutable parallel safe as $$
begin
  if length(p_word) < 3 then
    return '{}';
  end if;
  if dmetaphone(p_word) = dmetaphone_alt(p_word) then
    return array_remove(array[dmetaphone(p_word)], '');
  end if;
  return array_remove(array[dmetaphone(p_word), dmetaphone_alt(p_word)], '');
end
$$;

-- Each of the ones with each of the others, whichever stood first, as a number. Two pairs may share one: whoever it brings is
-- judged by the name itself. Words are lower case and sounds upper case, so neither is taken for the other.
create function pair_keys(p_ones text[], p_others text[]) returns int[] language plpgsql immutable parallel safe as $$
declare
  keys int[] := '{}';
  one text;
  other text;
begin
  foreach one in array p_ones loop
    foreach other in array p_others loop
      keys := keys || (crc32(convert_to(least(one, other) || ' ' || greatest(one, other), 'UTF8')) - 2147483648)::int;
    end loop;
  end loop;
  return keys;
end
$$;

-- Two words of a name, of its first five, or two that stand together as one (Mary-Ann is Maryann) and a third. `p_variants`: what the force's
-- list says is the same name, by word; null for a name that is kept.
create function name_pairs_of(p_words text[], p_variants jsonb) returns int[] language plpgsql immutable parallel safe as $$
declare
  keys int[] := '{}';
  most int := least(cardinality(p_words), 5);
begin
  for a in 1 .. most loop
    for b in a + 1 .. most loop
      keys := keys || pair_keys(p_words[a] || array(select jsonb_array_elements_text(p_variants -> p_words[a])),
        p_words[b] || array(select jsonb_array_elements_text(p_variants -> p_words[b])));
    end loop;
    for b in 1 .. most loop
      continue when a = most or b in (a, a + 1);
      keys := keys || pair_keys(array[p_words[a] || p_words[a + 1]], array[p_words[b]]);
    end loop;
  end loop;
  return keys;
end
$$;

create function sound_pairs_of(p_words text[]) returns int[] language plpgsql immutable parallel safe as $$
declare
  keys int[] := '{}';
  most int := least(cardinality(p_words), 5);
begin
  for a in 1 .. most loop
    for b in a + 1 .. most loop
      keys := keys || pair_keys(word_sounds(p_words[a]), word_sounds(p_words[b]));
    end loop;
  end loop;
  return keys;
end
$$;

create or replace function keep_name_keys() returns trigger language plpgsql
set search_path = public, pg_temp as $$
declare
  name text;
  words text[];
  word text;
  keys text[] := '{}';
  pairs int[] := '{}';
begin
  foreach name in array array[new.given_names || ' ' || new.family_name] || new.aliases || new.former_names loop
    words := name_words(left(name, 200));
    foreach word in array words loop
      keys := keys || word_keys(word);
    end loop;
    foreach word in array joined_words(words) loop
      keys := keys || ('w' || word);
    end loop;
    pairs := pairs || name_pairs_of(words, null) || sound_pairs_of(words);
  end loop;
  new.name_keys := array_to_tsvector(keys);
  new.name_pairs := pairs;
  return new;
end
$$;
update person set family_name = family_name;
-- serves: the person check by two words of a name, or by their sounds
create index person_name_pairs on person using gin (name_pairs);

-- Who in the records may be meant by a name as it was said: at most 40, likely ones first; which of them it is, is
-- decided by rule and by people, never here. First whoever holds the number, lives at the premises or has the date of birth, by any one
-- word; then two words as they are or as the force's list has them, then as they sound, then by any key of each: the next only where
-- fewer than 40 came, so that what it costs does not grow with the records. Sequential scans are off: a limit makes
-- them look cheap, and they are not.
create or replace function people_like(p_name text, p_born_on date, p_incident uuid, p_contact uuid, p_chosen uuid) returns json
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  today date := (now() at time zone 'Europe/London')::date;
  said text := lower(p_name);
  words text[] := name_words(left(p_name, 200));
  variants jsonb;
  joined text[] := joined_words(words);
  queries tsquery[] := '{}';
  two tsquery;
  one tsquery;
  pairs int[];
  holders uuid[];
  residents uuid[];
  near uuid[];
  alike uuid[];
begin
  select jsonb_object_agg(word, names) into variants from (
    select word, (select jsonb_agg(distinct name) from jsonb_array_elements(d.body) as same (names), jsonb_array_elements_text(same.names) as name
      where same.names ? word) as names
    from unnest(words) as word cross join (
      select body from definition where kind = 'name-variants' and valid_from <= now() and (valid_to is null or valid_to > now())
      order by valid_from desc limit 1) d) as found
  where names is not null;
  for n in 1 .. cardinality(words) loop
    queries := queries || word_query(words[n], array(select jsonb_array_elements_text(variants -> words[n])));
    one := coalesce(one || queries[n], queries[n]);
  end loop;
  holders := array(select t.person_id from telephone t where t.valid_from <= today and (t.valid_to is null or t.valid_to >= today)
    and t.number in (select c.number from contact c where (c.incident_id = p_incident or c.id = p_contact) and c.number is not null));
  residents := array(select r.person_id from residence r join incident i on i.premises_id = r.premises_id
    where i.id = p_incident and r.valid_from <= today and (r.valid_to is null or r.valid_to >= today));
  near := array(
    -- offset 0: one word of a name is in thousands of entries, so the few people are found first
    select id from (select id, name_keys from person where born_on = p_born_on offset 0) b where name_keys @@ one
    union select id from (select id, name_keys from person where id = any (holders || residents) offset 0) k where name_keys @@ one
    union select p_chosen where p_chosen is not null);
  pairs := name_pairs_of(words, variants);
  alike := array(select id from person where name_pairs && pairs limit 200);
  if cardinality(alike) < 40 then
    pairs := sound_pairs_of(words);
    alike := alike || array(select id from person where name_pairs && pairs limit 200);
  end if;
  if cardinality(alike) < 40 then
    for n in 1 .. cardinality(words) loop
      for before in 1 .. n - 1 loop
        two := coalesce(two || (queries[before] && queries[n]), queries[before] && queries[n]);
      end loop;
    end loop;
    for n in 1 .. cardinality(joined) loop
      for other in 1 .. cardinality(words) loop
        continue when other in (n, n + 1);
        two := two || (('''w' || joined[n] || '''')::tsquery && queries[other]);
      end loop;
    end loop;
    alike := alike || array(select id from person where name_keys @@ two limit 200);
  end if;
  return (
    with first as (
      select p.*, p.id = any (holders) as uses_number, p.id = any (residents) as lives_here
      from person p where p.id = any (near || alike)
      order by p.id is not distinct from p_chosen desc, (p.id = any (holders) or p.id = any (residents)) desc,
        coalesce(p.born_on = p_born_on, false) desc,
        similarity(p.given_names || ' ' || p.family_name, said) desc, p.id
      limit 40
    )
    select coalesce(json_agg(json_build_object('id', f.id, 'givenNames', f.given_names, 'familyName', f.family_name,
      'bornOn', f.born_on, 'aliases', f.aliases, 'formerNames', f.former_names, 'usesNumber', f.uses_number, 'livesHere', f.lives_here,
      'address', (select pl.name from residence r join place pl on pl.id = r.premises_id where r.person_id = f.id and not pl.protected
        and r.valid_from <= today and (r.valid_to is null or r.valid_to >= today) order by r.valid_from desc limit 1),
      'riskGrade', f.risk_grade,
      'markers', coalesce((select json_agg(distinct m.code) from marker m where m.person_id = f.id and m.starts_on <= today
        and (m.expires_on is null or m.expires_on >= today)), '[]'),
      'orders', (select count(*) from protection_order o where (o.protected_id = f.id or o.subject_id = f.id)
        and o.starts_on <= today and (o.ends_on is null or o.ends_on >= today)))), '[]')
    from first f);
end
$$;

revoke execute on function word_sounds, pair_keys, name_pairs_of, sound_pairs_of from public;
