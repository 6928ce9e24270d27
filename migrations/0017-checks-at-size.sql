-- When an incident was opened and whether it was about domestic abuse, for the checks: a number or an address that rings often has a
-- hundred incidents, each on a page of its own; here they are read from the index, and a check costs no more with ten years of them.
-- serves: findings_about, which ranks and counts before it reads the few that it tells
create index incident_when on incident (id) include (opened_at, domestic_abuse);
