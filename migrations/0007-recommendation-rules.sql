-- Which rules and speeds a recommendation was made by: an inspector asks years later why this unit was first, and rules
-- change. Null together in those that were made before this was kept.

alter table recommendation
  -- of the force's dispatch rules (definition of kind dispatch-rules), and the date they were in force from
  add column rules_version    text,
  add column rules_valid_from timestamptz,
  -- of data/force/road-speeds.json, which every road time comes from
  add column speeds_version   text,
  add check ((rules_version is null) = (rules_valid_from is null) and (rules_version is null) = (speeds_version is null));
