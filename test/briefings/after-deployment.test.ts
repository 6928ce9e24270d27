import pg from 'pg'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { type Deployment, open, recommended, sendFirst, spots, step } from '../support/way-of-a-call.ts'

const room = await openControlRoom(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const [terminals, handler, north, supervisor] = await Promise.all([
  room.account('terminals'),
  room.signIn('handler1'),
  room.signIn('dispatch.north'),
  room.signIn('supervisor1'),
])
await Promise.all([terminals.follow(), north.follow(), supervisor.follow()])

type Line = { part: string; text: string; danger: boolean }
type Change = { since: number; added: Line[]; gone: Line[] }
type Plain = { preview: string; text: string }
type Briefing = {
  version: number
  body: { parts: Array<{ code: string; state: string; missing: string[] }> }
  crews: Array<{ unitId: string; callsign: string; readVersion: number | null }>
  readBy: Array<{ unitId: string }>
  change?: Change
}

const incident = await open(handler, {
  type: 'domestic',
  summary: 'Shouting, a woman crying',
  location: spots.carlisle,
  happeningNow: true,
  needs: { questions: { injured: 'Not yet' } },
  grade: '1',
})
await recommended(north, incident.id)
const deployment = await sendFirst(north, incident.id)
const crew = await room.signIn(deployment.callsign.toLowerCase())
await crew.follow()
const path = `/incidents/${incident.id}/briefing`
const briefing = (query = '') => crew.must<Briefing>(200, 'GET', `${path}${query}`)

t.test(
  'the deployment carries its briefing in full and in plain words, with a preview that tells nothing',
  async (t) => {
    const { data } = await terminals.event('deployment-made', incident.id)
    const { plain, briefing: sent } = data as { plain: Plain; briefing: Briefing }
    t.ok(plain.text.length <= 1_000)
    t.match(plain.text, /^Grade 1, [\s\S]*Shouting, a woman crying\./)
    t.match(plain.preview, /^Grade 1, \d+\/\d\d-\d\d-\d{4}: briefing \d+$/)
    t.notMatch(plain.preview, /domestic|abuse|woman|shout/i)
    t.equal(sent.body.parts.length, 9)
    t.match(
      sent.body.parts.find(({ code }) => code === 'history'),
      { state: 'unknown', missing: ['No address chosen: address not checked'] },
    )
  },
)

t.test(
  'what is learnt on the way is a new version, marked, pushed to crew and terminals, and acknowledged by version',
  async (t) => {
    const { version } = await briefing()
    await crew.must(201, 'POST', `${path}/read`, { version })
    await handler.must(200, 'PATCH', `/incidents/${incident.id}`, {
      summary: 'She says that he is looking for something in the kitchen',
      needs: { questions: { weapons: 'He has a hammer' } },
    })
    for (const follower of [crew, terminals, north]) {
      const { data } = await follower.until(
        (frame) => frame.type === 'briefing-added' && JSON.stringify(frame.data).includes('hammer'),
      )
      const {
        change,
        plain,
        afterDeployment,
        briefing: now,
      } = data as {
        change: Change
        plain: Plain
        afterDeployment: boolean
        briefing: Briefing
      }
      t.equal(afterDeployment, true)
      t.ok(now.version > version)
      t.match(change.added[0], { part: 'danger', danger: true, text: /He has a hammer/ }, 'danger first')
      t.ok(change.added.some(({ text }) => text.startsWith('She says that he is looking')))
      t.ok(change.gone.some(({ text }) => text === 'Shouting, a woman crying'))
      t.match(plain.text, /hammer/)
      t.ok(plain.preview.endsWith(`briefing ${now.version}`))
    }
    const since = await briefing(`?since=${version}`)
    t.match(since.change, { since: version })
    t.ok(since.change?.added.some(({ text }) => text.includes('hammer')))
    t.same(since.crews, [{ unitId: deployment.unitId, callsign: deployment.callsign, readVersion: version }])
    t.same(since.readBy, [], 'nobody has read this version')
    await terminals.must(201, 'POST', `${path}/read`, { version: since.version, unitId: deployment.unitId })
    t.match(await briefing(), { crews: [{ readVersion: since.version }], readBy: [{ unitId: deployment.unitId }] })
    t.match(await briefing(`?since=${since.version}`), { change: { added: [], gone: [] } })
    t.match(await crew.ask('GET', `${path}?since=999`), { status: 404, body: { type: '/problems/briefing/unknown' } })
    t.match(await crew.ask('GET', `${path}?since=0`), { status: 400 })
  },
)

t.test(
  'in plain words: to the crew, its terminals and the room; an older version as it was; not to another crew',
  async (t) => {
    const newest = await crew.must<Plain & { version: number }>(200, 'GET', `${path}/text`)
    t.match(newest.text, /He has a hammer/)
    const first = await terminals.must<Plain & { version: number }>(
      200,
      'GET',
      `${path}/text?version=1&unitId=${deployment.unitId}`,
    )
    t.equal(first.version, 1)
    t.notMatch(first.text, /hammer/)
    t.match(await north.must<Plain>(200, 'GET', `${path}/text`), { text: newest.text })
    const other = await room.signIn(deployment.callsign === 'NR11' ? 'nr12' : 'nr11')
    t.match(await other.ask('GET', `${path}/text`), { status: 403, body: { type: '/problems/unit/not-yours' } })
    t.match(await terminals.ask('GET', `${path}/text`), { status: 400, body: { errors: [{ pointer: '/unitId' }] } })
    t.match(await crew.ask('GET', `${path}/text?version=999`), { status: 404 })
    const { rowCount } = await owner.query(
      `select 1 from audit where subject_type = 'briefing' and op = 'consultation' and incident_id = $1`,
      [incident.id],
    )
    t.ok(Number(rowCount) > 6, 'every reading is on the audit')
  },
)

t.test(
  'a crew that read an earlier version and is sent again arrives unread until it has read what it was sent with',
  async (t) => {
    await step(terminals, deployment.id, 'acknowledge', 'stand-down')
    await handler.must(200, 'PATCH', `/incidents/${incident.id}`, { summary: 'He has gone out by the back' })
    const made = await north.until(
      (frame) =>
        frame.type === 'recommendation-made' &&
        frame.incidentId === incident.id &&
        (frame.data as { recommendation: { because: string } }).recommendation.because === 'unit stood down',
    )
    const sendAgain = async (recommendationId: string): Promise<Deployment> => {
      const answer = await north.ask<Deployment & { current?: { id: string } }>(
        'POST',
        `/incidents/${incident.id}/deployments`,
        { recommendationId, unitId: deployment.unitId },
      )
      return answer.body.current ? sendAgain(answer.body.current.id) : answer.body
    }
    const again = await sendAgain((made.data as { recommendation: { id: string } }).recommendation.id)
    t.match(again, { unitId: deployment.unitId, callsign: deployment.callsign })
    t.match(await step(terminals, again.id, 'acknowledge', 'mobile', 'at-scene'), { arrivedUnread: true })
    await supervisor.until((frame) => frame.type === 'arrived-unread' && JSON.stringify(frame.data).includes(again.id))
  },
)
