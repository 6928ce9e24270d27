/** Every migration, in order, by name: the list is the history. Forward only; expand, then contract. */
export const migrations = [
  '0001-foundation',
  '0002-the-trade',
  '0003-guards',
  '0004-reading',
  '0005-divert',
  '0006-road-changes',
  '0009-checks-and-names',
] as const

/** The folder that holds `<name>.sql` for each of them. */
export const migrationsFolder = import.meta.dirname
