import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { addToBriefing, briefingRoutes, type Composed, composeAndSave } from '../../src/briefings/index.ts'
import { newId } from '../../src/core/index.ts'
import { newKey, openSmallForce, records, type SmallForce } from '../history/small-force.ts'

const NUMBER = '+447700900123'

/** An incident with a call, its address, and the checks of both asked for. */
async function openIncident(force: SmallForce) {
  const known = records(force.own)
  const premises = await known.premises('901')
  const needs = JSON.stringify({ questions: { injured: null, weapons: 'a kitchen knife' }, language: 'Polish' })
  const incidentId = await known.incident({
    premises_id: premises,
    location_text: '901 Example Street',
    happening_now: true,
    domestic_abuse: true,
    grade: '1',
    grade_position: 1,
    needs,
  })
  const contactId = await known.contact({
    number: NUMBER,
    incident_id: incidentId,
    caller_role: 'third-party',
    caller_name: 'Neighbour Name',
    first_words: 'They are at it again',
  })
  const phone = await force.ask({ kind: 'phone', query: NUMBER, contactId, incidentId })
  const address = await force.ask({ kind: 'premises', query: premises, incidentId })
  return { known, incidentId, premises, phone, address }
}

const compose = (force: SmallForce, incidentId: string) =>
  force.inWork((work) => composeAndSave(work, incidentId, { book: force.book }))
const add = (force: SmallForce, incidentId: string) =>
  force.inWork((work) => addToBriefing(work, incidentId, 'a check finished', { book: force.book }))
const added = async ({ own }: SmallForce) =>
  (await own(
    `select unit_ids, audience, area_id, data from journal where type = 'briefing-added' order by seq`,
  )) as Array<{
    unit_ids: string[]
    data: { briefing: Composed; afterDeployment: boolean; because: string }
  }>

async function recommend({ own }: SmallForce, incidentId: string, briefingId: string): Promise<string> {
  const id = newId()
  await own(
    `insert into recommendation (id, incident_id, version, because, grade, units_needed, briefing_id, took_ms, candidates) values ($1, $2, 1, 'graded', '1', 1, $3, 1, '[]')`,
    [id, incidentId, briefingId],
  )
  return id
}

async function deploy(
  force: SmallForce,
  incidentId: string,
  briefingId: string,
  recommendationId: string,
  unitId: string,
): Promise<void> {
  await force.signIn('dispatcher')
  await force.own(
    `insert into deployment (id, incident_id, unit_id, briefing_id, recommendation_id, slot, assigned_by)
     select $1, $2, $3, $4, $5, 1, id from staff where role = 'dispatcher' limit 1`,
    [newId(), incidentId, unitId, briefingId, recommendationId],
  )
}

t.test('a briefing from what the checks found, what was said and what was not asked', async (t) => {
  const force = await openSmallForce(t)
  const { known, incidentId, premises } = await openIncident(force)
  await known.marker({ premises_id: premises, code: 'DG', text: 'Loose in the yard' })
  await force.doJobs()
  const { body, unknowns, version } = await compose(force, incidentId)
  t.equal(version, 1)
  t.equal(body.headline, 'Grade 1, Emergency: Domestic incident, happening now. Danger: Dangerous dog.')
  const texts = Object.fromEntries(body.sections.map(({ code, lines }) => [code, lines.map(({ text }) => text)]))
  t.same(texts['happening'], ['At 901 Example Street', 'Shouting'])
  t.same(texts['danger'], [
    'Is anything there that could be used to hurt someone? "a kitchen knife"',
    'Dangerous dog. Loose in the yard',
  ])
  t.same(texts['people'], ['The caller is somebody else: do not say that anybody called'])
  t.same(texts['history'], ['Phone check: no record found'])
  t.same(texts['communication'], ['Language: Polish. Use an interpreter, never family'])
  t.same(texts['firstWords'], ['"They are at it again"'])
  t.ok(unknowns.some(({ what, text }) => what === 'question:injured' && text.startsWith('Skipped')))
  t.ok(unknowns.every(({ state }) => state === 'NOT_ASKED'))
  t.match(await force.own(`select reason from audit where reason = 'composing the briefing'`), [
    { incident_id: undefined, reason: 'composing the briefing' },
  ])
})

t.test('checks that have not answered are named pending, failed ones failed', async (t) => {
  const force = await openSmallForce(t)
  const { incidentId, phone } = await openIncident(force)
  const states = ({ unknowns }: Composed) =>
    unknowns.filter(({ state }) => state !== 'NOT_ASKED').map(({ what, state }) => `${what} ${state}`)
  t.same(states(await compose(force, incidentId)), ['phone PENDING', 'premises PENDING'])
  await force.own(`update check_run set state = 'failed', finished_at = now() where id = $1`, [phone])
  const after = await compose(force, incidentId)
  t.same(states(after), ['phone FAILED', 'premises PENDING'])
  t.equal(after.version, 2)
})

t.test('the same facts are the same version; something new is the next; an older one stays as it was', async (t) => {
  const force = await openSmallForce(t)
  const { incidentId } = await openIncident(force)
  await force.doJobs()
  const first = await compose(force, incidentId)
  const again = await compose(force, incidentId)
  t.same([first.changed, again.changed, again.version, again.id], [true, false, 1, first.id])
  await force.own(`update incident set summary = 'It has gone quiet' where id = $1`, [incidentId])
  t.match(await compose(force, incidentId), { changed: true, version: 2 })
  t.match(
    await force.own('select version, body from briefing where incident_id = $1 order by version limit 1', [incidentId]),
    [{ version: 1, body: first.body }],
  )
  await t.rejects(force.own(`update briefing set body = '{}'`), { code: 'GH001' })
})

t.test(
  'what is learnt later goes to the room, and to the crews on their way, marked as added after deployment (P6)',
  async (t) => {
    const force = await openSmallForce(t)
    const { known, incidentId } = await openIncident(force)
    await add(force, incidentId)
    t.same(await added(force), [], 'before anything is recommended nobody has been shown a briefing')
    const { id } = await compose(force, incidentId)
    const recommendationId = await recommend(force, incidentId, id)
    await add(force, incidentId)
    t.same(await added(force), [], 'nothing new')

    await known.marker({ number: NUMBER, code: 'FI' })
    await force.doJobs({
      onChecked: (work, { incidentId: of }) =>
        addToBriefing(work, String(of), 'a check finished', { book: force.book }),
    })
    const before = await added(force)
    t.equal(before.length, 2, 'one for each check that answered')
    t.match(before, [{ unit_ids: [], data: { afterDeployment: false } }, { data: { afterDeployment: false } }])
    t.match(before.at(-1)?.data.briefing, {
      version: 3,
      unknowns: (before.at(-1)?.data.briefing.unknowns ?? []).filter(({ state }) => state === 'NOT_ASKED'),
    })

    const unitId = await known.unit('NA21')
    await deploy(force, incidentId, id, recommendationId, unitId)
    await force.own(`update incident set summary = 'He has come back' where id = $1`, [incidentId])
    await add(force, incidentId)
    const after = (await added(force)).at(-1)
    t.match(after, {
      unit_ids: [unitId],
      audience: 'room',
      area_id: 'north',
      data: { afterDeployment: true, because: 'a check finished', briefing: { version: 4, incidentId } },
    })
    t.match(await force.own(`select reason from audit where op = 'disclosure'`), [
      { reason: 'addition, to the crews on their way' },
    ])
  },
)

t.test('a closed incident gets no more briefings', async (t) => {
  const force = await openSmallForce(t)
  const { incidentId } = await openIncident(force)
  await recommend(force, incidentId, (await compose(force, incidentId)).id)
  await force.own(
    `update incident set summary = 'New', status = 'closed', closed_at = now(), closing_category = 'x' where id = $1`,
    [incidentId],
  )
  await add(force, incidentId)
  t.same(await added(force), [])
})

t.test('two checks of one incident end at the same moment: the last briefing holds what both found', async (t) => {
  const force = await openSmallForce(t)
  const known = records(force.own)
  for (let round = 0; round < 8; round += 1) {
    const number = `+4477009002${String(round).padStart(2, '0')}`
    const premises = await known.premises(String(900 + round))
    const incidentId = await known.incident({ premises_id: premises })
    const contactId = await known.contact({ number, incident_id: incidentId })
    await known.marker({ number, code: 'FI' })
    await known.marker({ premises_id: premises, code: 'DG' })
    await force.ask({ kind: 'phone', query: number, contactId, incidentId })
    await force.ask({ kind: 'premises', query: premises, incidentId })
    await recommend(force, incidentId, (await compose(force, incidentId)).id)
    const deps = {
      onChecked: (work: Parameters<typeof addToBriefing>[0]) =>
        addToBriefing(work, incidentId, 'a check finished', { book: force.book }),
    }
    await Promise.all([force.doJobs(deps), force.doJobs(deps)])
    const last = (await added(force)).at(-1)?.data.briefing
    t.match(last?.body.headline, /Danger: Firearms; Dangerous dog/)
    t.notOk(last?.unknowns.some(({ state }) => state === 'PENDING'))
  }
  t.match(await force.own(`select count(*)::int as failed from job where attempts > 0`), [{ failed: 0 }])
})

t.test(
  'two things are learnt in two transactions at the same moment: the later composer has seen what the earlier saw',
  async (t) => {
    const force = await openSmallForce(t)
    for (let round = 0; round < 5; round += 1) {
      const known = records(force.own)
      const premises = await known.premises(String(910 + round))
      const incidentId = await known.incident({ premises_id: premises, local_day: `2026-09-0${round + 1}` })
      const contactId = await known.contact({ number: NUMBER, incident_id: incidentId })
      const checks = [
        await force.ask({ kind: 'phone', query: NUMBER, contactId, incidentId }),
        await force.ask({ kind: 'premises', query: premises, incidentId }),
      ]
      let ready = 0
      const briefings = await Promise.all(
        checks.map((id) =>
          force.inWork(async (work) => {
            await work.trx
              .updateTable('check_run')
              .set({ state: 'no_trace', finished_at: new Date() })
              .where('id', '=', id)
              .execute()
            ready += 1
            while (ready < checks.length) await sleep(1)
            return composeAndSave(work, incidentId, { book: force.book })
          }),
        ),
      )
      const last = briefings.sort((a, b) => a.version - b.version).at(-1)
      t.same(
        last?.unknowns.filter(({ state }) => state === 'PENDING'),
        [],
      )
    }
  },
)

t.test('two composers at the same moment take two versions or one, never the same number twice', async (t) => {
  const force = await openSmallForce(t)
  const { incidentId } = await openIncident(force)
  const composed = await Promise.all(Array.from({ length: 6 }, () => compose(force, incidentId)))
  t.same(
    composed.map(({ version }) => version),
    [1, 1, 1, 1, 1, 1],
  )
  t.equal(composed.filter(({ changed }) => changed).length, 1)
})

t.test('over the wire: a crew reads and acknowledges the briefing of its own deployment, and no other', async (t) => {
  const force = await openSmallForce(t)
  const { known, incidentId } = await openIncident(force)
  const [mine, other] = [await known.unit('NA21'), await known.unit('NA22')]
  const { id } = await compose(force, incidentId)
  const recommendationId = await recommend(force, incidentId, id)
  const app = await force.openDoor((door) => briefingRoutes(door, { desk: force.desk }))
  const [crew, stranger, handler, gateway, avl, nobody] = await Promise.all([
    force.signIn('unit', { unitId: mine }),
    force.signIn('unit', { unitId: other }),
    force.signIn('call-handler'),
    force.addAccount('terminals'),
    force.addAccount('avl'),
    force.signIn('unit'),
  ])
  const get = async (token: string, query = '', incident = incidentId) => {
    const answer = await app.inject({
      method: 'GET',
      url: `/incidents/${incident}/briefing${query}`,
      headers: { authorization: `Bearer ${token}` },
    })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  const read = async (token: string, body: object, key = newKey()) => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key }
    const answer = await app.inject({
      method: 'POST',
      url: `/incidents/${incidentId}/briefing/read`,
      headers,
      payload: body,
    })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  const notYours = { status: 403, body: { type: '/problems/unit/not-yours' } }

  t.match(await get(crew), notYours, 'before it is deployed')
  await deploy(force, incidentId, id, recommendationId, mine)
  t.match(await get(crew), {
    status: 200,
    body: { id, incidentId, version: 1, readBy: [], body: { headline: String } },
  })
  t.match(await get(crew, '?version=1'), { status: 200 })
  t.match(await get(crew, '?version=2'), { status: 404, body: { type: '/problems/briefing/unknown' } })
  t.match(await get(crew, '?version=nought'), { status: 400 })
  t.match(await get(stranger), notYours)
  t.match(await get(nobody), notYours)
  t.match(await get(crew, `?unitId=${other}`), notYours)
  t.match(await get(handler), { status: 200 })
  t.match(await get(handler, '', newId()), { status: 404 })
  t.match(await get(gateway, `?unitId=${mine}`), { status: 200 })
  t.match(await get(gateway, `?unitId=${other}`), notYours)
  t.match(await get(gateway), { status: 400, body: { errors: [{ pointer: '/unitId' }] } })
  t.match(await get(avl, `?unitId=${mine}`), { status: 403, body: { type: '/problems/right/missing' } })

  t.match(await read(handler, { version: 1, unitId: mine }), notYours, 'the control room cannot read it for them')
  t.match(await read(stranger, { version: 1 }), notYours)
  t.match(await read(crew, { version: 7 }), { status: 404 })
  t.match(await read(crew, {}), { status: 400 })
  const key = newKey()
  t.match(await read(crew, { version: 1 }, key), { status: 201, body: { briefingId: id, version: 1, unitId: mine } })
  t.match(await read(crew, { version: 1 }, key), { status: 201 }, 'the same request again')
  t.match(await read(crew, { version: 1 }), { status: 200 }, 'and under another key')
  t.match(await read(gateway, { version: 1, unitId: mine }), { status: 200 })
  t.match(await get(handler), { body: { readBy: [{ unitId: mine, callsign: 'NA21' }] } })
  t.match(await force.own(`select unit_ids, area_id, data from journal where type = 'briefing-read'`), [
    {
      unit_ids: [mine],
      area_id: 'north',
      data: { incidentId, briefingId: id, version: 1, unitId: mine, callsign: 'NA21' },
    },
  ])
  const consulted = await force.own(
    `select count(*)::int as times from audit where subject_type = 'briefing' and op = 'consultation' and incident_id = $1`,
    [incidentId],
  )
  t.match(consulted, [{ times: 5 }], 'every reading that was answered')

  await force.own(`update deployment set released_at = now(), release_reason = 'stood-down'`)
  t.match(await get(crew), notYours, 'need to know ends with the deployment')
})
