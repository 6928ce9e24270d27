import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { findShowcase } from '../support/showcase.ts'
import {
  type Incident,
  open,
  recommended,
  sendFirst,
  spots,
  step,
  wholeResult,
  wholeThrive,
} from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const [telephony, terminals, handler, frontDesk, north, south, supervisor, second] = await Promise.all([
  room.account('telephony'),
  room.account('terminals'),
  room.signIn('handler1'),
  room.signIn('desk1'),
  room.signIn('dispatch.north'),
  room.signIn('dispatch.south'),
  room.signIn('supervisor1'),
  room.signIn('supervisor2'),
])
await Promise.all([handler.follow(), north.follow(), south.follow(), supervisor.follow()])
const checked = (contactId: string) =>
  handler.until(({ type, data }) => type === 'check-completed' && data?.['contactId'] === contactId)

t.test('a silent call from a marked number proposes grade 1, and only a supervisor may set lower', async (t) => {
  const silent = findShowcase('silentCall')
  const contact = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    kind: 'silent',
    number: silent.dialled,
  })
  await checked(contact.id)
  const incident = await open(handler, {
    contactId: contact.id,
    type: 'abandoned',
    summary: 'Silent, no answer to coughing or tapping.',
    location: spots.kendal,
  })
  t.match(incident, { proposal: { grade: '1', binding: true, because: [/Silent or abandoned/] }, locked: true })
  t.match(await handler.ask('POST', `/incidents/${incident.id}/grade`, { grade: '2' }), {
    status: 403,
    body: { type: '/problems/grade/binding' },
  })
  t.match(
    await supervisor.ask('POST', `/incidents/${incident.id}/grade`, {
      grade: '2',
      reason: 'Spoken to by text: safe and alone',
    }),
    { status: 200, body: { grade: '2', proposal: { grade: '1' } } },
  )
  await south.event('recommendation-made', incident.id)
})

t.test('an abandoned call cannot be closed without a call-back', async (t) => {
  const contact = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    kind: 'voice',
    number: '07700 900931',
  })
  await checked(contact.id)
  await telephony.must(200, 'PATCH', `/contacts/${contact.id}`, { kind: 'abandoned', ended: true })
  const incident = await open(handler, { contactId: contact.id, type: 'abandoned', grade: '2' })
  const { callBack: _callBack, ...rest } = wholeResult
  const refused = await supervisor.ask<{ missing: Array<{ what: string }> }>(
    'POST',
    `/incidents/${incident.id}/close`,
    { closingCategory: 'abandoned', result: rest },
  )
  t.match(refused, { status: 409, body: { missing: [{ what: 'callBack' }] } })
  t.match(
    await supervisor.ask('POST', `/incidents/${incident.id}/close`, {
      closingCategory: 'abandoned',
      result: wholeResult,
    }),
    { status: 200 },
  )
})

t.test('a report at the counter gets the same questions, checks and grading', async (t) => {
  const contact = await frontDesk.must<{ id: string; handlerId: string }>(201, 'POST', '/contacts', {
    channel: 'front-desk',
    kind: 'in-person',
    callerName: 'A. Visitor',
    callerRole: 'victim',
    firstWords: 'He follows me home',
  })
  t.ok(contact.handlerId, 'whoever took it is its handler')
  const incident = await open(frontDesk, {
    contactId: contact.id,
    type: 'domestic',
    summary: 'Followed home from work three times this week by a former partner.',
    location: spots.carlisle,
    people: [{ role: 'victim', name: 'Anna Visitor', bornOn: '1990-02-03' }],
  })
  t.match(incident, { proposal: { grade: '2' }, flags: { domesticAbuse: true }, locked: true })
  await handler.until(
    ({ type, data }) => type === 'check-completed' && data?.['incidentId'] === incident.id && data['kind'] === 'person',
  )
  await frontDesk.must(200, 'POST', `/incidents/${incident.id}/grade`, { grade: '2' })
  await north.event('recommendation-made', incident.id)
})

t.test('a second call about the same thing is joined, never swallowed, and raises it when it got worse', async (t) => {
  const incident = await open(handler, { type: 'asb-nuisance', summary: 'Loud argument in the street.', grade: '2' })
  t.equal((await recommended(north, incident.id)).because, 'graded')
  const near = await handler.must<Array<{ incident: { id: string }; metres: number }>>(
    200,
    'GET',
    `/incidents/near?lat=${spots.carlisle.lat + 0.0005}&lon=${spots.carlisle.lon}`,
  )
  t.ok(
    near.some((found) => found.incident.id === incident.id && found.metres < 100),
    'it is offered beside the form',
  )
  const another = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    number: '07700 900932',
    firstWords: 'One of them has a bottle now',
  })
  const joined = await handler.must<Incident>(200, 'POST', `/incidents/${incident.id}/contacts`, {
    contactId: another.id,
    worse: true,
    summary: 'One has a bottle',
  })
  t.match(joined, { grade: '1', happeningNow: true })
  t.ok(Date.parse(joined.attendBy) <= Date.parse(joined.firstAttendBy), 'the clock is tightened, the first one kept')
  await north.until(
    ({ type, data }) =>
      type === 'recommendation-made' && (data as { recommendation: { version: number } }).recommendation.version === 2,
  )
  const log = await handler.must<{ contacts: unknown[] }>(200, 'GET', `/incidents/${incident.id}`)
  t.equal(log.contacts.length, 1)
  t.match(await handler.ask('POST', `/incidents/${(await open(handler)).id}/contacts`, { contactId: another.id }), {
    status: 409,
    body: { type: '/problems/contact/already-linked' },
  })
})

t.test('a unit travelling to grade 2 is diverted to grade 1: knowingly, and the one that waits is told', async (t) => {
  const waiting = await open(handler, {
    type: 'domestic',
    summary: 'An argument yesterday; he has moved out.',
    location: spots.workington,
    grade: '2',
  })
  const west = await room.signIn('dispatch.west')
  await west.follow()
  const west1 = await west
    .must<{ id: string; candidates: Array<{ unitId: string; kind: string; rank: number | null }> }>(
      200,
      'GET',
      `/incidents/${waiting.id}/recommendation`,
    )
    .catch(async () => {
      await north
        .until(({ type, incidentId }) => type === 'recommendation-made' && incidentId === waiting.id)
        .catch(() => undefined)
      return west.must<{ id: string; candidates: Array<{ unitId: string; kind: string; rank: number | null }> }>(
        200,
        'GET',
        `/incidents/${waiting.id}/recommendation`,
      )
    })
  const response = west1.candidates.find(({ kind, rank }) => kind === 'response' && rank !== null)
  const deployment = await west.must<{ id: string; callsign: string }>(
    201,
    'POST',
    `/incidents/${waiting.id}/deployments`,
    { recommendationId: west1.id, unitId: response?.unitId, reasonCode: 'skill' },
  )
  await step(terminals, deployment.id, 'acknowledge', 'mobile')

  const urgent = await open(handler, {
    type: 'weapon',
    summary: 'A man with a knife outside the shop.',
    happeningNow: true,
    location: spots.workington,
    grade: '1',
  })
  const ranking = await recommended(west, urgent.id)
  const whole = await west.must<{
    candidates: Array<{
      unitId: string
      divertFrom: { watched: boolean } | null
      rank: number | null
      because: string[]
    }>
  }>(200, 'GET', `/incidents/${urgent.id}/recommendation`)
  const line = whole.candidates.find(({ unitId }) => unitId === response?.unitId)
  t.match(line, { divertFrom: { watched: true }, because: Array })
  t.ok(line?.because.some((reason) => /Would leave .* which is watched/.test(reason)))
  const wish = { recommendationId: ranking.id, unitId: response?.unitId, reasonCode: 'other' }
  t.match(await west.ask('POST', `/incidents/${urgent.id}/deployments`, wish), {
    status: 409,
    body: { type: '/problems/unit/divert-needed', watched: true },
  })
  const divert = { reason: 'Nearest by far' }
  t.match(await west.ask('POST', `/incidents/${urgent.id}/deployments`, { ...wish, divert }), {
    status: 409,
    body: { type: '/problems/unit/recontact-needed', watched: true, recontactWithinMinutes: 30 },
  })
  t.match(
    await west.ask('POST', `/incidents/${urgent.id}/deployments`, {
      ...wish,
      divert: { ...divert, recontactInMinutes: 10 },
    }),
    { status: 201 },
  )
  t.match((await west.event('deployment-ended', waiting.id)).data, { deployment: { releaseReason: 'diverted' } })
  await supervisor.event('diverted-from-watched', waiting.id)
  await west.until(
    ({ type, incidentId, data }) =>
      type === 'recommendation-made' &&
      incidentId === waiting.id &&
      (data as { recommendation: { because: string } }).recommendation.because === 'unit diverted',
  )
})

t.test('sending another unit than the first is as fast, and its reason is owed before closing', async (t) => {
  const incident = await open(handler, { type: 'burglary', grade: '2', location: spots.kendal })
  const ranking = await recommended(south, incident.id)
  const other = ranking.candidates.filter(({ rank }) => rank !== null)[1]
  const sent = await south.must<{ id: string; reasonOwed: boolean }>(
    201,
    'POST',
    `/incidents/${incident.id}/deployments`,
    { recommendationId: ranking.id, unitId: other?.unitId },
  )
  t.equal(sent.reasonOwed, true)
  await step(terminals, sent.id, 'mobile', 'at-scene', 'clear')
  const closing = { closingCategory: 'burglary', result: wholeResult }
  t.match(await supervisor.ask('POST', `/incidents/${incident.id}/close`, closing), {
    status: 409,
    body: { missing: [{ what: 'notFirstReason', owedBy: 'dispatcher' }] },
  })
  t.match(await south.ask('POST', `/deployments/${sent.id}/reason`, { reasonCode: 'nonsense' }), { status: 400 })
  t.match(await south.ask('POST', `/deployments/${sent.id}/reason`, { reasonCode: 'local-knowledge' }), {
    status: 200,
    body: { reasonOwed: false },
  })
  t.match(await supervisor.ask('POST', `/incidents/${incident.id}/close`, closing), { status: 200 })
})

t.test('a crew on its way is told when the door changes, and what was asked before stays known', async (t) => {
  const incident = await open(handler, { grade: '2', needs: { language: 'Polish', skills: ['taser'] } })
  const ranking = await recommended(north, incident.id)
  const unit = ranking.candidates[0]
  if (!unit) throw new Error('nobody was recommended')
  const crew = await (await room.signIn(unit.callsign.toLowerCase())).follow()
  await north.must(201, 'POST', `/incidents/${incident.id}/deployments`, {
    recommendationId: ranking.id,
    unitId: unit.unitId,
  })
  await crew.event('deployment-made', incident.id)
  await handler.must(200, 'PATCH', `/incidents/${incident.id}`, {
    location: { ...spots.carlisle, text: 'The back door, Botchergate' },
    needs: { codeWord: 'kettle' },
  })
  t.match((await crew.event('incident-changed', incident.id)).data, {
    incident: {
      location: { text: 'The back door, Botchergate' },
      needs: { language: 'Polish', skills: ['taser'], codeWord: 'kettle' },
    },
  })
  t.match((await crew.event('briefing-added', incident.id)).data, { afterDeployment: true, briefing: { version: 2 } })
})

t.test('arriving with an unread briefing is told to the supervisors', async (t) => {
  const incident = await open(handler, { grade: '2' })
  const deployment = await sendFirst(north, incident.id)
  t.match(await step(terminals, deployment.id, 'at-scene'), { arrivedUnread: true })
  t.match((await supervisor.event('arrived-unread', incident.id)).data, { deployment: { id: deployment.id } })
})

t.test('a locked incident is ended or lessened on no path but an independent supervisor', async (t) => {
  const locked = await open(supervisor, {
    type: 'domestic',
    summary: 'Taken by a supervisor herself.',
    grade: '1',
    happeningNow: true,
  })
  const crew = await room.signIn('nr11')
  const admin = await room.signIn('admin')
  const others = { handler, frontDesk, north, crew, admin, telephony, terminals }
  for (const [who, desk] of Object.entries(others)) {
    for (const [path, body] of [
      ['close', { closingCategory: 'error', result: wholeResult }],
      ['type', { type: 'theft', reason: 'wrong type' }],
      ['flags/clear', { flag: 'domesticAbuse', reason: 'not domestic' }],
      ['reopen', { reason: 'x' }],
    ] as const) {
      const answer = await desk.ask('POST', `/incidents/${locked.id}/${path}`, body)
      t.equal(answer.status, 403, `${who} ${path}: ${JSON.stringify(answer.body)}`)
    }
  }
  t.match(await crew.ask('POST', `/incidents/${locked.id}/log`, { text: 'x' }), {
    status: 403,
    body: { type: '/problems/unit/not-yours' },
  })
  t.match(await handler.ask('POST', '/incidents/01920000-0000-7000-8000-000000000001/reopen', { reason: 'x' }), {
    status: 404,
  })
  // not even the supervisor who took the call
  t.match(
    await supervisor.ask('POST', `/incidents/${locked.id}/close`, { closingCategory: 'error', result: wholeResult }),
    { status: 403, body: { type: '/problems/incident/own-call' } },
  )
  // a lower grade: asked by one, decided by another, and that other a supervisor
  await north.must(202, 'POST', `/incidents/${locked.id}/lower-grade`, {
    grade: '2',
    reason: 'He has left',
    thrive: wholeThrive,
  })
  t.match(await north.ask('POST', `/incidents/${locked.id}/lower-grade/decision`, { approve: true, reason: 'mine' }), {
    status: 403,
  })
  t.match(
    await supervisor.ask('POST', `/incidents/${locked.id}/lower-grade/decision`, { approve: true, reason: 'mine' }),
    { status: 403 },
  )
  const lowered = await second.must<Incident>(200, 'POST', `/incidents/${locked.id}/lower-grade/decision`, {
    approve: true,
    reason: 'Spoken to her; locked in and safe',
  })
  t.match(lowered, { grade: '2', firstAttendBy: locked.firstAttendBy })
  t.match(
    await north.ask('POST', `/incidents/${locked.id}/grade`, { grade: '2' }),
    { status: 200 },
    'the same grade again changes nothing',
  )
  const watch = await supervisor.must<Array<{ incident: { id: string }; refusedAttempts: number }>>(
    200,
    'GET',
    '/supervision/watch-list',
  )
  const entry = watch.find(({ incident }) => incident.id === locked.id)
  t.ok((entry?.refusedAttempts ?? 0) >= 20, `every attempt is on the log: ${entry?.refusedAttempts}`)
  t.match(
    await second.ask('POST', `/incidents/${locked.id}/close`, { closingCategory: 'domestic', result: wholeResult }),
    { status: 200 },
  )
  t.match(await north.ask('POST', `/incidents/${locked.id}/reopen`, { reason: 'x' }), { status: 403 })
  t.match(await second.ask('POST', `/incidents/${locked.id}/reopen`, { reason: 'More came to light' }), {
    status: 200,
    body: { status: 'open', locked: true },
  })
})
