import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { theService } from '../../src/core/index.ts'
import { openDatabase } from '../../src/db/index.ts'
import { loadDefinitions } from '../../src/definitions/index.ts'
import { findDefinitions, listBehind, listFigures, settle } from '../../src/figures/figure-board.ts'
import type { FigureQuery, FiguresView } from '../../src/figures/figure-contract.ts'
import { rollOn } from '../../src/figures/figure-span-store.ts'
import { readRepeats } from '../../src/figures/repeat-board.ts'
import { testDatabase } from '../support/index.ts'
import { countAnew } from './counted-anew.ts'
import { idOf, playShift, type ShiftEvent, seeded } from './played-shift.ts'

const SHIFT = Date.parse('2025-01-20T07:00:00Z')
const DAYS = { from: '2025-01-19', to: '2025-01-23' }
const events = playShift(300, 7, SHIFT)
const half = Math.floor(events.length / 2)
const instantOf = (index: number) => (events[index] as ShiftEvent).at
const random = seeded(11)
const anyInstant = (from: number, to: number) => Math.floor(from + random() * (to - from))

const { ownerUrl, serviceUrl, adminUrl, name } = await testDatabase(t)
await loadDefinitions(ownerUrl, join(import.meta.dirname, '../../data'))
const db = openDatabase(serviceUrl, 4)
t.teardown(() => db.destroy())
const admin = new pg.Client({ connectionString: Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href })
await admin.connect()
t.teardown(() => admin.end())

/** Writes events into the journal with their own instants, past the trigger that would give them today's. */
async function write(from: number, to: number): Promise<void> {
  const rows = events
    .slice(from, to)
    .map((event, index) => ({ ...event, id: idOf('event', from + index), seq: from + index + 1 }))
  await admin.query('begin')
  await admin.query('set local session_replication_role = replica')
  await admin.query(
    `insert into journal (id, seq, at, type, actor_id, incident_id, audience, data)
     select id, seq, timestamptz 'epoch' + at * interval '1 millisecond', type, "actorId", "incidentId", 'room', data from jsonb_to_recordset($1)
       as e(id uuid, seq bigint, at bigint, type text, "actorId" uuid, "incidentId" uuid, data jsonb)`,
    [JSON.stringify(rows)],
  )
  await admin.query('update journal_head set seq = $1', [to])
  await admin.query('commit')
}

async function ask(instant: number, query: Partial<FigureQuery> = {}): Promise<FiguresView> {
  const asOf = await settle(db, new Date(instant).toISOString())
  return listFigures(db, await findDefinitions(db, asOf), { ...DAYS, by: 'grade', ...query }, asOf)
}

/** The same shape from values in no order: sorted, and counted one by one. */
function expected(instant: number): Map<string, object> {
  return new Map(
    [...countAnew(events, instant)].map(([key, found]) => {
      const values = found.map(({ value }) => value).sort((a, b) => a - b)
      const n = values.length
      const at = (share: number) => values[Math.max(0, Math.ceil(n * share) - 1)]
      const mean = Math.round((values.reduce((a, b) => a + b, 0) / n) * 10) / 10
      const met = values.filter((value) => value === 1).length
      const percent = n < 5 ? null : Math.round((met / n) * 1_000) / 10
      const seconds = n < 5 ? null : { mean, median: at(0.5), p90: at(0.9), p95: at(0.95), longest: values.at(-1) }
      return [key, { n, told: key.startsWith('time-to') ? seconds : { met, percent } }]
    }),
  )
}

const got = (view: FiguresView) =>
  new Map(
    view.figures.flatMap(({ id, unit, groups }) =>
      groups.map(
        ({ key, n, spread, share }) => [`${id} of ${key}`, { n, told: unit === 'seconds' ? spread : share }] as const,
      ),
    ),
  )
const sorted = (map: Map<string, object>) => Object.fromEntries([...map].sort())

t.test('200 past instants: every figure is what the journal of then says, whenever it is asked', async (t) => {
  await write(0, half)
  const early = Array.from({ length: 20 }, () => anyInstant(SHIFT, instantOf(half - 1)))
  const asked = new Map<number, FiguresView>()
  for (const instant of early) asked.set(instant, await ask(instant))
  await write(half, events.length)
  for (const [instant, before] of asked)
    t.strictSame(await ask(instant), before, 'as it was answered in the middle of the shift')

  const instants = [
    ...early,
    ...Array.from({ length: 180 }, () => anyInstant(SHIFT, instantOf(events.length - 1) + 60_000)),
  ]
  let counted = 0
  for (const instant of instants) {
    const wanted = expected(instant)
    const given = got(await ask(instant))
    counted += wanted.size
    if (JSON.stringify(sorted(given)) !== JSON.stringify(sorted(wanted)))
      t.strictSame(sorted(given), sorted(wanted), new Date(instant).toISOString())
  }
  t.ok(counted > 200 * 30, `${counted} numbers were compared`)
})

t.test('an event at its own instant counts, and a microsecond earlier it does not', async (t) => {
  const index = events.findIndex(({ type }) => type === 'incident-closed')
  const closures = async (instant: number) =>
    (await ask(instant, { by: 'all', figure: 'closures' })).figures[0]?.groups[0]?.share?.met
  t.equal(await closures(instantOf(index)), 1)
  t.equal(await closures(instantOf(index) - 1), 0)
})

t.test('every number is as long as the list behind it', async (t) => {
  const instant = anyInstant(instantOf(half), instantOf(events.length - 1))
  const asOf = new Date(instant).toISOString()
  const definitions = await findDefinitions(db, asOf)
  for (const by of ['all', 'grade', 'area', 'hour', 'officer', 'detail'] as const) {
    const view = await ask(instant, { by })
    for (const { id, groups, unit } of view.figures) {
      for (const { key, n, share } of [...groups.slice(0, 1), ...groups.slice(1).slice(-1)]) {
        const query = { ...DAYS, by, figure: id, key: key ?? 'none', part: 'counted' as const, offset: 0, limit: 1_000 }
        const ofMet = unit === 'share' && (by === 'detail' || (by === 'officer' && id === 'closures'))
        const { total, rows } = await listBehind(db, definitions, query, asOf)
        t.equal(total, ofMet ? share?.met : n, `${id} by ${by}, ${key}`)
        t.equal(rows.length, total)
      }
    }
  }
  const [row] = (
    await listBehind(
      db,
      definitions,
      { ...DAYS, by: 'all', figure: 'clocks-met', part: 'not-met', offset: 0, limit: 1 },
      asOf,
    )
  ).rows
  t.match(row, { reference: /^\d+\/2\d-01-2025$/, value: 0, contactId: null })
})

t.test('a filter keeps its own part', async (t) => {
  const instant = instantOf(events.length - 1)
  const parts = (await ask(instant, { by: 'area', figure: 'closures' })).figures[0]?.groups ?? []
  const north = (await ask(instant, { by: 'all', figure: 'closures', areaId: 'north' })).figures[0]?.groups[0]
  t.equal(north?.n, parts.find(({ key }) => key === 'north')?.n)
  const hours = (await ask(instant, { by: 'hour' })).figures.find(({ id }) => id === 'time-to-answer')?.groups ?? []
  const nine = await ask(instant, { by: 'all', hour: 9, figure: 'time-to-answer' })
  t.same(nine.figures[0]?.groups[0]?.spread, hours.find(({ key }) => key === '09')?.spread)
})

t.test('repeat places are those of the journal, by id, and the reading is on the audit', async (t) => {
  const asOf = new Date(instantOf(events.length - 1)).toISOString()
  const query = { ...DAYS, kind: 'locations' as const, least: 2, reason: 'repeat locations of the week' }
  const { subjects } = await readRepeats(db, theService, query, asOf)
  const opened = events.filter(({ type }) => type === 'incident-opened')
  const placeOf = ({ data }: ShiftEvent) =>
    (data['incident'] as { location: { premisesId: string | null } }).location.premisesId
  for (const { subjectId, n, incidents } of subjects) {
    t.equal(n, opened.filter((event) => placeOf(event) === subjectId).length)
    t.equal(incidents.length, n)
  }
  t.equal(subjects.length, 12)
  const { rows } = await admin.query(`select from audit where subject_type = 'repeats' and reason = $1`, [query.reason])
  t.equal(rows.length, 1)
})

t.test(
  'rolled up by month and year the answers are the same, and a state written late takes its month and year away',
  async (t) => {
    const year = { from: '2024-12-01', to: '2026-01-15' }
    const end = instantOf(events.length - 1)
    const instants = [anyInstant(SHIFT, end), end, end + 86_400_000, Date.parse('2026-06-01T00:00:00Z')]
    const questions: Partial<FigureQuery>[] = [
      ...(['all', 'grade', 'area', 'area-class', 'centre', 'hour'] as const).map((by) => ({ ...year, by })),
      { ...year, by: 'grade', areaId: 'west', areaClass: 'rural' },
      { ...year, by: 'area', grade: '1', figure: 'clocks-met' },
    ]
    const askAll = async () => {
      const answers = []
      for (const instant of instants) for (const question of questions) answers.push(await ask(instant, question))
      return answers
    }
    const before = await askAll()
    let rolled = 0
    while (await rollOn(db, 10)) rolled += 1
    const spans = async () =>
      (await admin.query('select from figure_span where from_day = $1', ['2025-01-01'])).rowCount
    t.ok(rolled > 12, `${rolled} months and years`)
    t.equal(await spans(), 2, 'the month and the year of the shift')
    t.same(await askAll(), before)

    const closed = events.find(({ type }) => type === 'incident-closed') as ShiftEvent
    const { incident } = structuredClone(closed.data) as { incident: Record<string, unknown> }
    Object.assign(incident, { closedAt: null, closingCategory: null })
    events.push({ ...closed, type: 'incident-reopened', at: end + 2 * 86_400_000, data: { incident } })
    await write(events.length - 1, events.length)
    t.same(
      await askAll().then((answers) => answers.slice(0, 3 * questions.length)),
      before.slice(0, 3 * questions.length),
      'as of then',
    )
    t.notSame(
      (await ask(instants[3] as number, questions[0])).figures,
      before[3 * questions.length]?.figures,
      'as of later',
    )
    t.equal(await spans(), 0)
    while (await rollOn(db, 10));
    t.equal(await spans(), 2)
    const counted = got(await ask(instants[3] as number, { ...year, by: 'grade' }))
    t.same(sorted(counted), sorted(expected(instants[3] as number)))
  },
)

t.test('an instant that has not come is refused, and without definitions there are no figures', async (t) => {
  await t.rejects(settle(db, new Date(Date.now() + 60_000).toISOString()), { code: 'request/invalid' })
  const view = await listFigures(db, undefined, { ...DAYS, by: 'all' }, new Date().toISOString())
  t.match(view, { definitions: null, figures: [] })
  t.equal(await findDefinitions(db, '2013-01-01T00:00:00Z'), undefined)
})
