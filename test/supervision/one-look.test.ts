import pg from 'pg'
import t from 'tap'
import { openDatabase } from '../../src/db/index.ts'
import { absorbLooks } from '../../src/supervision/clock-store.ts'
import { testDatabase } from '../support/index.ts'

t.test(
  'one look serves for every change before it: not for what runs out later, nor what somebody is at',
  async (t) => {
    const database = await testDatabase(t)
    const db = openDatabase(database.serviceUrl)
    t.teardown(() => db.destroy())
    const other = new pg.Client({ connectionString: database.ownerUrl })
    await other.connect()
    t.teardown(() => other.end())
    const [incident, another] = [crypto.randomUUID(), crypto.randomUUID()]
    const plan = async (subject: string, variant: string) =>
      (
        await other.query<{ id: string }>(
          `insert into job (id, kind, subject_id, variant, due_at) values (gen_random_uuid(), 'clocks', $1, $2, now() + interval '2 seconds') returning id`,
          [subject, variant],
        )
      ).rows[0]?.id ?? ''
    const mine = await plan(incident, 'change 1')
    for (const variant of ['change 2', 'change 3', 'change 4', 'at 2026-11-22T10:00:00.000Z'])
      await plan(incident, variant)
    await plan(another, 'change 2')

    await other.query('begin')
    await other.query(`select from job where subject_id = $1 and variant = 'change 4' for update`, [incident])
    await db.transaction().execute((trx) => absorbLooks(trx, incident, mine))
    await other.query('commit')
    const { rows } = await other.query<{ subject_id: string; variant: string }>(
      'select subject_id, variant from job where done_at is null order by variant, subject_id = $1',
      [incident],
    )
    t.same(
      rows.map(({ subject_id, variant }) => [subject_id === incident, variant]),
      [
        [true, 'at 2026-11-22T10:00:00.000Z'],
        [true, 'change 1'],
        [false, 'change 2'],
        [true, 'change 4'],
      ],
    )
  },
)
