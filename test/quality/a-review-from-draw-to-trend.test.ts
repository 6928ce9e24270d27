import pg from 'pg'
import t from 'tap'
import type { ItemMark, Mark } from '../../src/quality/mark.ts'
import type {
  ActionView,
  AgreementView,
  OwnQualityView,
  PersonQualityView,
  QualityView,
  ReviewLine,
  ReviewView,
} from '../../src/quality/quality-contract.ts'
import { type DeskClient, openControlRoom } from '../support/control-room.ts'

/**
 * CR-31 over real HTTP, from the draw to the trend: drawn by seed, marked, marked blind by a second, settled by a third,
 * told to the person, acknowledged, developed; and everything that nobody may see or do on the way.
 */
const room = await openControlRoom(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const own = async <T extends object>(text: string, values: unknown[] = []) => (await owner.query<T>(text, values)).rows
const [one, two, three, handler1, handler2] = await Promise.all([
  room.signIn('supervisor1'),
  room.signIn('supervisor2'),
  room.signIn('supervisor3'),
  room.signIn('handler1'),
  room.signIn('handler2'),
])
const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
const period = { from: day(31), to: day(1) }

const review = (who: DeskClient, id: string) => who.must<ReviewView>(200, 'GET', `/quality/reviews/${id}`)
const mark = ({ card }: ReviewView, given: Record<string, Mark> = {}, evidence: string | null = null): ItemMark[] =>
  card.items.map(({ code }, index) => {
    const chosen = given[code] ?? 'met'
    return {
      item: code,
      mark: chosen,
      note: chosen === 'met' ? '' : `Seen: ${chosen}`,
      evidence: index === 0 ? evidence : null,
    }
  })
/** Takes this review in hand out of its turn: what somebody has begun comes first. */
async function take(who: DeskClient, username: string, id: string): Promise<ReviewView> {
  await own(
    `insert into quality_marking (id, review_id, reviewer_id) select gen_random_uuid(), $1, id from staff where username = $2`,
    [id, username],
  )
  t.match(await who.must(200, 'POST', '/quality/reviews/next'), { id })
  return review(who, id)
}

t.test('nothing is drawn without a plan, of days that are not over, or twice', async (t) => {
  const draw = (body: object) => one.ask('POST', '/quality/draws', body)
  t.match(await draw({ from: day(31), to: day(0) }), { status: 400, body: { errors: [{ pointer: '/to' }] } })
  t.match(await draw({ from: day(90), to: day(1) }), { status: 400, body: { errors: [{ pointer: '/to' }] } })
  t.match(await draw({ from: '0000-01-01', to: day(1) }), { status: 400, body: { errors: [{ pointer: '/from' }] } })
  t.match(await draw({ from: '1999-13-01', to: day(1) }), { status: 400 })
  t.match(await handler1.ask('POST', '/quality/draws', period), { status: 403 })
  t.match(await one.ask('GET', `/quality/reviews/${period.from}`), { status: 400 })
  t.match(await one.must<QualityView>(200, 'GET', '/quality'), { plan: { version: '2026-11-23' }, draws: [] })
  t.match(await one.ask('POST', '/quality/reviews/next'), {
    status: 409,
    body: { type: '/problems/quality/none-left' },
  })
  t.match(await draw({ from: '2001-01-01', to: '2001-01-05' }), {
    status: 409,
    body: { type: '/problems/quality/nobody' },
  })
})

t.test('a draw is kept with its seed, and comes out the same again', async (t) => {
  // one that was lowered, and one that nobody was sent to
  const [lowered] = await own<{ id: string }>(
    `select id from incident where status = 'closed' and not domestic_abuse and handler_id is not null
       and closed_at > now() - interval '25 days' and closed_at < now() - interval '2 days' limit 1`,
  )
  await own(
    `insert into grading (id, incident_id, grade, position, attend_by, definition_version, direction, reason, graded_by)
     select gen_random_uuid(), $1, '3', 3, now(), 'test', 'lowered', 'Caller rang back', (select id from staff where username = 'supervisor3')`,
    [lowered?.id],
  )
  await one.follow()
  const drawn = await one.must<{ drawId: string; reviews: number }>(201, 'POST', '/quality/draws', period)
  t.ok(drawn.reviews > 8, `${drawn.reviews} reviews`)
  t.match((await one.event('quality-drawn')).data, drawn)
  t.match(await two.ask('POST', '/quality/draws', period), {
    status: 409,
    body: { type: '/problems/quality/drawn-already' },
  })
  t.same(await two.must(200, 'GET', `/quality/draws/${drawn.drawId}/again`), { ...drawn, same: true })
  const view = await two.must<QualityView>(200, 'GET', '/quality')
  t.match(view.draws, [{ id: drawn.drawId, seed: /^\d+$/, planVersion: '2026-11-23', reviews: drawn.reviews }])
  t.ok((view.draws[0]?.twice ?? 0) >= drawn.reviews * 0.2)
  t.ok(view.toMark.random > 0)
  const low = await own<{ because: string }>(`select because from quality_review where incident_id = $1`, [lowered?.id])
  t.ok(low.length > 0 && low.every(({ because }) => because === 'downgraded'), 'every downgrade is in, whatever it was')
  const audit = await own<{ detail: object }>(`select detail from audit where subject_id = $1`, [drawn.drawId])
  t.match(audit, [{ detail: { reviews: drawn.reviews } }])
  await t.rejects(own(`update quality_draw set seed = '1'`), 'a draw is never rewritten')
})

t.test('three take the next review at the same moment: nobody is one too many', async (t) => {
  const desks = [one, two, three]
  const taken = await Promise.all(desks.map((who) => who.must<{ id: string }>(200, 'POST', '/quality/reviews/next')))
  const crowded = await own(
    `select r.id from quality_review r join quality_marking m on m.review_id = r.id
     group by r.id having count(*) > case when r.blind then 2 else 1 end`,
  )
  t.same(crowded, [])
  await Promise.all(desks.map((who, index) => who.must(200, 'POST', `/quality/reviews/${taken[index]?.id}/leave`)))
})

t.test('marked by one, shared, acknowledged, developed: and seen by nobody else', async (t) => {
  const seen = await review(one, (await one.must<{ id: string }>(200, 'POST', '/quality/reviews/next')).id)
  t.match(seen, {
    state: 'to-mark',
    mine: { marks: [], handedInAt: null },
    markings: [],
    may: { mark: true, share: false },
  })
  const log = await one.must<{ entries: { id: string }[] }>(200, 'GET', `/quality/reviews/${seen.id}/log`)
  const looks = await own<{ reason: string }>(
    `select reason from audit where incident_id = $1 and op = 'consultation' and subject_type = 'incident' and reason like 'quality%'`,
    [seen.incidentId],
  )
  t.same(looks, [{ reason: `quality review: ${seen.skill}` }], 'the look at the incident is on the audit')
  const path = `/quality/reviews/${seen.id}`
  const draft = [{ item: seen.card.items[0]?.code, mark: 'met' }]
  await one.must(200, 'PUT', `${path}/marking`, { marks: draft })
  t.match(await review(one, seen.id), { mine: { marks: draft } }, 'the draft is there again')
  t.match(await two.ask('PUT', `${path}/marking`, { marks: draft }), { body: { type: '/problems/quality/no-draft' } })
  const spoiled = [
    { ...mark(seen)[0], item: 'nothing' },
    { ...mark(seen)[1], evidence: seen.id },
  ]
  t.match(await one.ask('PUT', `${path}/marking`, { marks: spoiled }), {
    status: 400,
    body: { errors: [{ pointer: '/marks/0/item' }, { pointer: '/marks/1/evidence' }] },
  })
  t.match(await one.ask('POST', `${path}/hand-in`, { marks: [{ ...mark(seen)[0], mark: 'partly' }] }), {
    status: 400,
    body: { errors: [{ pointer: '/marks/0/note' }, { pointer: '/marks' }] },
  })
  await one.must(200, 'POST', `${path}/leave`)
  t.match(await one.ask('POST', `${path}/leave`), { status: 409 })

  const single = await own<{ id: string; username: string; staff_id: string }>(
    `select r.id, s.username, r.staff_id from quality_review r join staff s on s.id = r.staff_id
     where not blind and skill = 'call-handling' and s.username like 'handler%'
       and not exists (select from quality_hands(r.incident_id) h where h.staff_id = (select id from staff where username = 'supervisor1'))
       and not exists (select from quality_finding f where f.review_id = r.id) limit 1`,
  )
  const id = single[0]?.id ?? ''
  const person = await room.signIn(single[0]?.username ?? '')
  const view = await take(one, 'supervisor1', id)
  const item = view.card.items[1]?.code ?? ''
  const evidence = log.entries[0]?.id ?? null
  t.equal(view.id, id)
  const marks = mark(view, { [item]: 'partly' }, view.incidentId === seen.incidentId ? evidence : null)
  t.match(await one.must(200, 'POST', `/quality/reviews/${id}/hand-in`, { marks }), { state: 'to-share' })
  t.match(await one.ask('POST', `/quality/reviews/${id}/hand-in`, { marks }), { status: 409 }, 'once')
  t.same((await person.must<OwnQualityView>(200, 'GET', '/quality/mine')).reviews, [], 'not before it is shared')
  t.match(await person.ask('POST', `/quality/mine/${id}/acknowledge`, {}), { status: 404 })

  const feedback = (body: object) => one.ask('POST', `/quality/reviews/${id}/feedback`, body)
  const action = { text: 'Sit beside a colleague for two calls', ownerId: single[0]?.staff_id, dueOn: day(-7) }
  t.match(await feedback({ text: 'Well asked.', actions: [{ ...action, ownerId: id, dueOn: day(3) }] }), {
    status: 400,
    body: { errors: [{ pointer: '/actions/0/ownerId' }, { pointer: '/actions/0/dueOn' }] },
  })
  t.match(await feedback({ text: 'Well asked; say the reason.', actions: [action] }), { body: { state: 'shared' } })
  t.match(await feedback({ text: 'Again' }), { status: 409, body: { type: '/problems/quality/order' } })

  const mine = await person.must<OwnQualityView>(200, 'GET', '/quality/mine')
  t.match(mine, {
    reviews: [{ reviewId: id, finding: { feedback: 'Well asked; say the reason.', ownWords: null } }],
    actions: [{ text: action.text, doneAt: null, overdue: false }],
    trend: [{ skill: 'call-handling', reviews: 1, months: [{ reviews: 1, n: view.card.items.length }] }],
  })
  t.match(
    mine.trend[0]?.items.find((one) => one.item === item),
    { n: 1, counts: { partly: 1 }, ask: view.card.items[1]?.ask },
  )
  const peer = single[0]?.username === 'handler1' ? handler2 : handler1
  t.same((await peer.must<OwnQualityView>(200, 'GET', '/quality/mine')).reviews, [])
  t.match(await peer.ask('GET', `/quality/people/${single[0]?.staff_id}`), { status: 403 })
  t.match(await peer.ask('GET', `/quality/reviews/${id}`), { status: 403 })
  t.match(await peer.ask('POST', `/quality/mine/${id}/acknowledge`, {}), { status: 404 })
  const done = `/quality/actions/${mine.actions[0]?.id}/done`
  t.match(await peer.ask('POST', done, { words: 'Not mine' }), { status: 404 })

  const words = 'I had two calls at once, and will say so on the log.'
  t.match(await person.must(200, 'POST', `/quality/mine/${id}/acknowledge`, { words }), { state: 'acknowledged' })
  t.match(await person.ask('POST', `/quality/mine/${id}/acknowledge`, { words }), { status: 409 })
  t.match(await review(two, id), { state: 'acknowledged', finding: { ownWords: words } })
  // the day goes by
  await owner.query(`alter table quality_action disable trigger keep_quality_action`)
  await owner.query(`update quality_action set due_on = current_date - 3`)
  await owner.query(`alter table quality_action enable trigger keep_quality_action`)
  t.match(await two.must<QualityView>(200, 'GET', '/quality'), { actions: { open: 1, overdue: 1 } })
  t.match(await two.must<ActionView[]>(200, 'GET', '/quality/actions'), [
    { overdue: true, person: mine.actions[0]?.person },
  ])
  await person.must(200, 'POST', done, { words: 'Sat with the west desk on Tuesday.' })
  t.match(await person.ask('POST', done, { words: 'Again' }), {
    status: 409,
    body: { type: '/problems/quality/action-done' },
  })
  t.match(await two.must<ActionView[]>(200, 'GET', '/quality/actions'), [{ overdue: false, doneWords: /Tuesday/ }])
  t.match(await two.must<PersonQualityView>(200, 'GET', `/quality/people/${single[0]?.staff_id}`), {
    trend: [{ reviews: 1 }],
    reviews: [{ finding: { ownWords: words } }],
  })
  t.equal(
    (await own(`select from audit where subject_type = 'quality-findings' and reason = 'supervision of development'`))
      .length,
    1,
    'and the look at a person is on the audit',
  )
  t.match(await two.ask('GET', `/quality/people/${id}`), { status: 404 })
})

t.test('two mark blind, a third settles, and what they agree on is told with its n', async (t) => {
  // what is closed was closed by one of the three, who may settle it
  const rows = await own<{ id: string; closer: string }>(
    `select r.id, c.username as closer from quality_review r join incident i on i.id = r.incident_id join staff c on c.id = i.closed_by
     where r.blind and c.role = 'supervisor' and not exists (select from quality_finding f where f.review_id = r.id)
       and not exists (select from quality_hands(r.incident_id) h join staff s on s.id = h.staff_id
         where s.role = 'supervisor' and s.username <> c.username)
       and not exists (select from quality_marking m where m.review_id = r.id) order by place desc limit 1`,
  )
  const [blind] = rows
  const id = blind?.id ?? ''
  const names = ['supervisor1', 'supervisor2', 'supervisor3'].filter((name) => name !== blind?.closer)
  const [firstName = '', secondName = ''] = names
  const first = firstName === 'supervisor1' ? one : two
  const second = secondName === 'supervisor3' ? three : two
  const closer = [one, two, three].find((who) => who !== first && who !== second) ?? three
  t.match(await closer.ask('POST', `/quality/reviews/${id}/hand-in`, { marks: [] }), {
    status: 403,
    body: { type: '/problems/quality/own-work' },
  })
  const view = await take(first, firstName, id)
  const [a = '', b = ''] = view.card.items.map(({ code }) => code)
  const path = `/quality/reviews/${id}`
  t.match(await first.must(200, 'POST', `${path}/hand-in`, { marks: mark(view, { [a]: 'partly' }) }), {
    state: 'to-mark',
  })
  for (const who of [second, closer])
    t.match(await review(who, id), { state: 'to-mark', markings: [], differences: [] }, 'nobody sees the first')
  t.equal(
    (await own(`select quality_marks_in($1) as marks`, [id]))[0]?.['marks' as never],
    null,
    'nor does the store tell',
  )
  t.match(await closer.ask('POST', `${path}/settle`, { marks: [] }), { status: 409 })
  const seconds = await take(second, secondName, id)
  t.match(
    await second.must(200, 'POST', `${path}/hand-in`, { marks: mark(seconds, { [a]: 'not-met', [b]: 'cannot-tell' }) }),
    { state: 'to-settle' },
  )
  t.match(await review(closer, id), {
    markings: { length: 2 },
    differences: [
      { item: a, marks: ['partly', 'not-met'] },
      { item: b, marks: ['met', 'cannot-tell'] },
    ],
    may: { settle: true },
  })
  t.match(await first.ask('POST', `${path}/settle`, { marks: [] }), {
    body: { type: '/problems/quality/third-person' },
  })
  const settled = [a, b].map((item) => ({ item, mark: 'partly', note: 'The log says so at 14:03' }))
  t.match(await closer.ask('POST', `${path}/settle`, { marks: settled.slice(1) }), {
    status: 400,
    body: { errors: [{ pointer: '/marks' }] },
  })
  t.match(await closer.must(200, 'POST', `${path}/settle`, { marks: settled }), { state: 'to-share' })
  t.match(await review(second, id), {
    finding: {
      marks: [
        { item: a, mark: 'partly' },
        { item: b, mark: 'partly' },
      ],
    },
  })

  await t.rejects(own('delete from quality_marking where handed_in_at is not null'), 'what was handed in stays')
  await t.rejects(own(`update quality_finding set marks = '[]'`), 'and so does what was found')

  const agreement = await one.must<AgreementView>(200, 'GET', '/quality/agreement')
  t.ok(agreement.all.n >= view.card.items.length && agreement.all.samples >= 1, JSON.stringify(agreement.all))
  t.ok(agreement.all.kappa !== null && agreement.all.kappa < 1)
  t.ok(agreement.pairs.length >= 1 && agreement.centres.length >= 1)
  t.equal(
    agreement.pairs.reduce((sum, { n }) => sum + n, 0),
    agreement.all.n,
  )
  const shared = await two.must<ReviewLine[]>(200, 'GET', '/quality/reviews?state=to-share')
  t.ok(shared.some((line) => line.id === id))
  t.match(await one.ask('GET', '/quality/reviews?state=elsewhere'), { status: 400 })
})

t.test('a force that has loaded no plan is told so, and nothing else happens', async (t) => {
  await own(
    `update definition set valid_to = now() - interval '1 second' where kind in ('sampling-plan', 'scorecards')`,
  )
  const other = await openControlRoom(t, { databaseOf: room })
  const desk = await other.signIn('supervisor1')
  t.match(await desk.must(200, 'GET', '/quality'), { plan: null })
  t.match(await desk.ask('POST', '/quality/draws', { from: day(60), to: day(40) }), {
    status: 409,
    body: { type: '/problems/quality/no-plan' },
  })
  t.notMatch(room.logged.join('\n'), /Sat with the west desk|two calls at once/, 'no words of anybody in a log')
})
