/** Every migration, in order, by name: the list is the history. Forward only; expand, then contract. */
export const migrations = [
  '0001-foundation',
  '0002-the-trade',
  '0003-guards',
  '0004-reading',
  '0005-divert',
  '0006-road-changes',
  '0007-recommendation-rules',
  '0008-places-said',
  '0009-checks-and-names',
  '0010-briefing-and-questions',
  '0011-imports',
  '0012-origins-and-areas',
  '0013-protecting-places',
  '0014-clocks-and-exceptions',
  '0015-waiting-and-welfare',
  '0016-people-at-size',
  '0017-checks-at-size',
  '0018-closing-and-regrading',
  '0019-quality',
  '0020-figures',
  '0021-shift-and-transfer',
  '0022-crews-and-shelving',
  '0023-wallboards',
] as const

/** The folder that holds `<name>.sql` for each of them. */
export const migrationsFolder = import.meta.dirname
