-- Places as people say them: junctions, numbered junctions of motorways and marker posts beside what the gazetteer had.

alter table place drop constraint place_kind_check;
alter table place add constraint place_kind_check
  check (kind in ('premises', 'street', 'settlement', 'landmark', 'junction', 'postcode', 'marker-post'));

-- Names are searched in memory: nothing asks this index any more, and it is the dearest to keep.
drop index place_search;
-- serves: the houses of a postcode by number
create index place_at_postcode on place (postcode, number) where kind = 'premises' and number is not null;

-- Whoever rings from a public telephone is not who rang from it before.
alter table contact add column public_telephone boolean not null default false;
grant select (public_telephone), insert (public_telephone) on contact to golden_hour_app;
