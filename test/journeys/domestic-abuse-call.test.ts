import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { findShowcase } from '../support/showcase.ts'

/**
 * One call, from ring to a supervisor's closure, over real HTTP and real websockets (DESIGN, the way of one
 * call): every message the dispatcher, the supervisor and the crew received, in order, with its briefing.
 */
t.test('a domestic abuse 999 call from a known number', async (t) => {
  const room = await openControlRoom(t)
  const victim = findShowcase('highRiskRepeat')
  const [telephony, handler, north, supervisor] = await Promise.all([
    room.account('telephony'),
    room.signIn('handler1'),
    room.signIn('dispatch.north'),
    room.signIn('supervisor1'),
  ])
  await Promise.all([handler.follow(), north.follow(), supervisor.follow()])

  // 1. ring: durable at once, and the phone check runs by itself
  const contact = await telephony.must<{ id: string; number: string }>(201, 'POST', '/contacts', {
    channel: '999',
    number: victim.dialled,
    externalRef: 'bt-0001',
    firstWords: 'He is back, he is at the door',
  })
  t.equal(contact.number, victim.number)
  await handler.event('contact-received')
  const check = await handler.until(
    ({ type, data }) => type === 'check-completed' && data?.['contactId'] === contact.id,
  )
  t.match(check.data, { kind: 'phone', state: 'hit' })

  // 2. answer: the screen is filled before the first word
  const answered = await handler.must<{ checks: Array<{ state: string; findings: Array<{ danger: boolean }> }> }>(
    200,
    'POST',
    `/contacts/${contact.id}/answer`,
  )
  t.equal(answered.checks[0]?.state, 'hit')
  t.ok(answered.checks[0]?.findings[0]?.danger, 'danger to whoever attends is told first')

  // 3 to 5. where, what, grade: sent in one commit
  const { places } = await handler.must<{
    places: Array<{ id: string; areaClass: string; name: string; number: string }>
  }>(200, 'GET', `/places?text=${encodeURIComponent(victim.address)}`)
  t.match(places[0], { number: '914', street: victim.street }, 'the address is found as it is said')
  const incident = await handler.must<{
    id: string
    flags: object
    locked: boolean
    proposal: object
    attendBy: string
    openedAt: string
    areaId: string
  }>(201, 'POST', '/incidents', {
    contactId: contact.id,
    type: 'domestic',
    summary: 'Former partner is at the door and is shouting that he will get in. Two children upstairs.',
    happeningNow: true,
    location: { placeId: places[0]?.id },
    needs: { questions: { children: 'Two, upstairs', weapons: null } },
    grade: '1',
  })
  t.match(incident, {
    locked: true,
    areaId: 'north',
    flags: { domesticAbuse: true, repeatVictim: true },
    proposal: { grade: '1', because: [/domestic abuse/i] },
  })
  t.equal(
    Date.parse(incident.attendBy) - Date.parse(incident.openedAt),
    places[0]?.areaClass === 'urban' ? 600_000 : 1_200_000,
  )

  // 6. the dispatcher's screen: ranked units and the briefing in one message
  const recommended = await north.event('recommendation-made', incident.id)
  const { recommendation, briefing } = recommended.data as unknown as {
    recommendation: {
      id: string
      candidates: Array<{ unitId: string; callsign: string; rank: number | null; travel: { seconds: number } }>
    }
    briefing: {
      version: number
      body: { sections: Array<{ code: string; lines: Array<{ text: string }> }> }
      unknowns: Array<{ what: string; state: string }>
    }
  }
  const times = recommendation.candidates.filter(({ rank }) => rank !== null).map(({ travel }) => travel.seconds)
  t.ok(times.length > 1 && Number.isFinite(times[0]))
  const codes = briefing.body.sections.map(({ code }) => code)
  t.ok(codes.indexOf('danger') < codes.indexOf('history'), 'danger before history')
  t.ok(codes.includes('orders') && codes.includes('plan'), 'the order in force and the response plan are in it')
  t.ok(
    briefing.unknowns.some(({ state }) => state === 'NOT_ASKED'),
    'the skipped question travels as unknown',
  )

  // 7. one key accepts the first; the crew gets the briefing before it moves
  const first = recommendation.candidates[0]
  if (!first) throw new Error('nobody was recommended')
  const crew = await room.signIn(first.callsign.toLowerCase())
  await crew.follow()
  const deployment = await north.must<{ id: string; reasonOwed: boolean }>(
    201,
    'POST',
    `/incidents/${incident.id}/deployments`,
    { recommendationId: recommendation.id, unitId: first.unitId },
  )
  t.equal(deployment.reasonOwed, false)
  const sent = await crew.event('deployment-made', incident.id)
  t.match(sent.data, { briefing: { body: { sections: Array } }, deployment: { id: deployment.id } })
  t.notOk(
    crew.frames.some(({ type }) => type === 'recommendation-made'),
    'a crew sees only what is its own',
  )

  // 8. the crew reads, goes, arrives, deals
  await crew.must(200, 'POST', `/deployments/${deployment.id}/steps`, { step: 'acknowledge' })
  const { version } = (sent.data as { briefing: { version: number } }).briefing
  await crew.must(201, 'POST', `/incidents/${incident.id}/briefing/read`, { version })
  await crew.must(200, 'POST', `/deployments/${deployment.id}/steps`, { step: 'mobile' })
  const there = await crew.must<{ arrivedUnread: boolean }>(200, 'POST', `/deployments/${deployment.id}/steps`, {
    step: 'at-scene',
  })
  t.equal(there.arrivedUnread, false)
  await crew.must(201, 'POST', `/incidents/${incident.id}/log`, { text: 'Seen and safe. He has been arrested.' })
  await crew.must(200, 'POST', `/deployments/${deployment.id}/steps`, { step: 'clear', text: 'Arrested, at custody' })

  // 9. closing: refused to everyone but a supervisor, and to the supervisor until the log is complete
  const closing = { closingCategory: 'domestic', result: { text: 'Attended, one arrested.' } }
  for (const who of [handler, north, crew]) {
    t.match(await who.ask('POST', `/incidents/${incident.id}/close`, closing), {
      status: 403,
      body: { type: '/problems/incident/locked' },
    })
  }
  const incomplete = await supervisor.ask<{ missing: Array<{ what: string; owedBy: string }> }>(
    'POST',
    `/incidents/${incident.id}/close`,
    closing,
  )
  t.equal(incomplete.status, 409)
  t.match(incomplete.body.missing.map(({ what }) => what).sort(), [
    'childrenSeen',
    'crimeReference',
    'documents',
    'personsSeen',
    'riskAssessmentReference',
  ])
  const closed = await supervisor.must<{ status: string; openingCategory: string; closingCategory: string }>(
    200,
    'POST',
    `/incidents/${incident.id}/close`,
    {
      closingCategory: 'violence',
      result: {
        ...closing.result,
        personsSeen: 'Victim seen alone',
        childrenSeen: 'Both seen, unharmed',
        documentsConfirmedBy: 'Sergeant of the crew',
        crimeReference: 'CC/2026/000123',
        riskAssessmentReference: 'DASH 2026/77',
      },
    },
  )
  t.match(closed, { status: 'closed', openingCategory: 'domestic', closingCategory: 'violence' })
  await Promise.all([north, supervisor].map((desk) => desk.event('incident-closed', incident.id)))

  // what each desk received, in order
  const story = north.story(incident.id)
  t.same(
    story.filter((type) =>
      [
        'contact-linked',
        'incident-opened',
        'incident-graded',
        'recommendation-made',
        'deployment-made',
        'briefing-read',
        'deployment-ended',
        'incident-closed',
      ].includes(type),
    ),
    [
      'contact-linked',
      'incident-opened',
      'incident-graded',
      'recommendation-made',
      'deployment-made',
      'briefing-read',
      'deployment-ended',
      'incident-closed',
    ],
  )
  t.notOk(story.includes('ending-refused'), 'attempts are told to supervisors')
  t.equal(supervisor.story(incident.id).filter((type) => type === 'ending-refused').length, 3)
  t.same(
    crew.story(incident.id).filter((type) => type.startsWith('deployment')),
    [
      'deployment-made',
      'deployment-stepped',
      'deployment-stepped',
      'deployment-stepped',
      'deployment-stepped',
      'deployment-ended',
    ],
  )
  for (const desk of [handler, north, supervisor, crew]) {
    let last: number | undefined
    for (const frame of desk.frames) {
      if (frame.frame === 'ev' && last !== undefined)
        t.equal(frame['prev'], last, 'nothing is missing between two frames')
      if (frame.frame === 'ev') last = frame.seq
      if (frame.frame === 'skip') last = frame['to'] as number
      if (frame.frame === 'reset' || frame.frame === 'live') last = frame.seq
    }
  }

  // everything is on the log and on the audit
  const log = await supervisor.must<{
    entries: Array<{ kind: string }>
    briefings: unknown[]
    gradings: unknown[]
    closures: unknown[]
  }>(200, 'GET', `/incidents/${incident.id}`)
  t.equal(log.entries.filter(({ kind }) => kind === 'refused').length, 3)
  const audit = await supervisor.must<Array<{ op: string; reason: string }>>(
    200,
    'GET',
    `/audit?incidentId=${incident.id}`,
  )
  t.ok(
    audit.some(({ op }) => op === 'disclosure') &&
      audit.some(({ op }) => op === 'refusal') &&
      audit.some(({ op }) => op === 'consultation'),
  )
  t.match(await supervisor.must(200, 'GET', '/audit/chain'), { whole: true })
  t.notOk(
    room.logged.some((line) => line.includes(victim.number) || line.includes('He is back')),
    'no log line holds the number or the words',
  )
})
