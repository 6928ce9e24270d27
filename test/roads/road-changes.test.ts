import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { type DeskClient, openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { type Candidate, open, type Recommendation, recommended } from '../support/way-of-a-call.ts'

/** Patterdale, and Ambleside: neighbours over Kirkstone, and far apart round by Keswick when it is closed. */
const patterdale = { lat: 54.5338, lon: -2.9345, text: 'Patterdale' }
const ambleside = { lat: 54.4322, lon: -2.9624 }
const snow = {
  name: 'Kirkstone Pass',
  kind: 'closed',
  because: 'snow',
  place: { pass: 'Kirkstone Pass' },
}
type Change = { id: string; roads: number; metres: number }

const says = (text: string) => (line: Candidate) => line.because.includes(text)

t.test('closures and slow-downs', async (t) => {
  const database = await testDatabase(t, { template: 'demo' })
  const room = await openControlRoom(t, { databaseOf: database })
  const twin = await openControlRoom(t, { databaseOf: database })
  const [handler, force, supervisor, avl] = await Promise.all([
    room.signIn('handler1'),
    room.signIn('dispatch.force'),
    room.signIn('supervisor1'),
    room.account('avl'),
  ])
  await force.follow()
  const units = await force.must<Array<{ callsign: string; kind: string }>>(200, 'GET', '/units')
  const callsign = units.find(({ kind }) => kind === 'response')?.callsign ?? ''
  const lineOf = ({ candidates }: Recommendation) => candidates.find((line) => line.callsign === callsign)
  const standAt = () =>
    avl.must(200, 'POST', '/positions', {
      positions: [{ callsign, ...ambleside, fixedAt: new Date().toISOString() }],
    })
  await standAt()
  // whoever else is near has gone to Barrow
  const barrow = { lat: 54.1108, lon: -3.2261, fixedAt: new Date().toISOString() }
  const others = units.filter((unit) => unit.callsign !== callsign)
  await avl.must(200, 'POST', '/positions', {
    positions: others.map((unit) => ({ callsign: unit.callsign, ...barrow })),
  })
  // a vehicle reports every few seconds: its time is not widened by its age
  const reporting = setInterval(() => void standAt().catch(() => undefined), 5_000)
  t.teardown(() => clearInterval(reporting))

  await t.test('a pass that is closed, on another node, is in the recommendation that waits, and said', async (t) => {
    const incident = await open(handler, { grade: '1', location: patterdale })
    const before = lineOf(await recommended(force, incident.id))
    t.equal(before?.rank, 1)
    const there = await twin.signIn('supervisor2')
    const change = await there.must<Change>(201, 'POST', '/road-changes', snow)
    t.ok(change.roads > 0 && change.metres > 2_000, `${change.roads} roads, ${change.metres} m`)
    await force.event('road-changed')

    const after = await lineThat(force, incident.id, callsign, says('Kirkstone Pass is closed: snow'))
    t.ok(before?.travel.known && after?.travel.known)
    t.ok((after?.travel.seconds ?? 0) > (before?.travel.seconds ?? 0) + 600, 'round by Keswick')

    // soon every node knows it, whichever makes the recommendation
    const knows = async () => {
      const fresh = await open(handler, { grade: '1', location: patterdale })
      return lineOf(await recommended(force, fresh.id))?.because.includes('Kirkstone Pass is closed: snow')
    }
    while (!(await knows())) await wait(500)

    t.same(
      (await handler.must<Change[]>(200, 'GET', '/road-changes')).map(({ id }) => id),
      [change.id],
    )
    await supervisor.must(200, 'POST', `/road-changes/${change.id}/withdraw`)
    await force.event('road-change-withdrawn')
    const again = await lineThat(force, incident.id, callsign, ({ because }) => !because.join().includes('closed'))
    t.equal(Math.round(again?.travel.seconds ?? 0), Math.round(before?.travel.seconds ?? 0))
    t.same(await handler.must<Change[]>(200, 'GET', '/road-changes'), [])
    const twice = await supervisor.ask('POST', `/road-changes/${change.id}/withdraw`)
    t.equal(twice.status, 404)
  })

  await t.test('a change for a time begins and ends by itself', async (t) => {
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()
    const planned = await supervisor.must<Change>(201, 'POST', '/road-changes', { ...snow, from: at(3_600) })
    const incident = await open(handler, { grade: '1', location: patterdale })
    const usual = lineOf(await recommended(force, incident.id))
    t.notOk(
      usual?.because.some((line) => line.includes('closed')),
      'planned is not in force',
    )
    await supervisor.must(201, 'POST', '/road-changes', { ...snow, name: 'The pass', to: at(12) })
    t.ok(await lineThat(force, incident.id, callsign, says('The pass is closed: snow')))
    const over = await lineThat(force, incident.id, callsign, ({ because }) => !because.join().includes('closed'))
    t.equal(Math.round(over?.travel.seconds ?? 0), Math.round(usual?.travel.seconds ?? 0), 'its time is up')
    await supervisor.must(200, 'POST', `/road-changes/${planned.id}/withdraw`)
  })

  await t.test('bad ones are refused, and name what is wrong', async (t) => {
    for (const [body, pointer] of [
      [{ ...snow, place: { pass: 'No Such Pass' } }, '/place'],
      [
        {
          ...snow,
          place: {
            area: [
              [0, 0],
              [0.01, 0],
              [0, 0.01],
            ],
          },
        },
        '/place',
      ],
      [{ ...snow, factor: 0.5 }, '/factor'],
      [{ ...snow, kind: 'slowed' }, '/factor'],
      [{ ...snow, to: '2020-01-01T00:00:00Z' }, '/to'],
      [{ ...snow, place: { line: [[-3, 54]], withinMetres: 10 } }, '/place/line'],
      [{ ...snow, place: {} }, '/place'],
      [{ ...snow, place: { pass: 'Kirkstone Pass', road: 'A592' } }, '/place'],
    ] as const) {
      const answer = await supervisor.ask('POST', '/road-changes', body)
      t.equal(answer.status, 400)
      t.ok(JSON.stringify(answer.body).includes(pointer), `${pointer} in ${JSON.stringify(answer.body)}`)
    }
    t.equal((await handler.ask('POST', '/road-changes', snow)).status, 403)
    t.equal((await force.ask('POST', '/road-changes', snow)).status, 403)
    t.same(await handler.must<Change[]>(200, 'GET', '/road-changes'), [])
  })

  await t.test('a change is withdrawn, never rewritten, also by straight SQL', async (t) => {
    const { id } = await supervisor.must<Change>(201, 'POST', '/road-changes', { ...snow, kind: 'slowed', factor: 0.5 })
    const service = new pg.Client({ connectionString: database.serviceUrl, options: '-c role=golden_hour_app' })
    await service.connect()
    t.teardown(() => service.end())
    await t.rejects(service.query(`update road_change set name = 'Other' where id = $1`, [id]), { code: '42501' })
    await t.rejects(service.query('delete from road_change where id = $1', [id]), { code: '42501' })
    await supervisor.must(200, 'POST', `/road-changes/${id}/withdraw`)
    await t.rejects(
      service.query('update road_change set withdrawn_at = null, withdrawn_by = null where id = $1', [id]),
      { code: 'GH001' },
    )
  })
})

/** The line of our unit in the first recommendation after the first that says this of it. */
async function lineThat(
  dispatcher: DeskClient,
  incidentId: string,
  callsign: string,
  fits: (line: Candidate) => boolean,
): Promise<Candidate | undefined> {
  const find = ({ data }: { data?: unknown }) =>
    (data as { recommendation: Recommendation }).recommendation.candidates.find((one) => one.callsign === callsign)
  const frame = await dispatcher.until((one) => {
    if (one.type !== 'recommendation-made' || one.incidentId !== incidentId) return false
    const { version } = (one.data as { recommendation: Recommendation }).recommendation
    const line = find(one)
    return version > (seen.get(incidentId) ?? 1) && line !== undefined && fits(line)
  })
  seen.set(incidentId, (frame.data as { recommendation: Recommendation }).recommendation.version)
  return find(frame)
}
const seen = new Map<string, number>()
