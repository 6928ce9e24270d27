import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import t from 'tap'
import { openSimulatedSource } from '../../src/gateways/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { type Deployment, open, recommended, sendFirst, step } from '../support/way-of-a-call.ts'

type Briefing = {
  version: number
  body: {
    sections: Array<{ code: string; lines: unknown[] }>
    sources: Array<{ name: string; text: string }>
    outstanding: string
  }
  unknowns: Array<{ what: string; state: string; text: string }>
}

const behaviours = ['well', 'slow', 'malformed', 'wrong-person', 'down', 'busy'] as const
/** Everything a source may be said to have done; nothing else, and never nothing. */
const SAID =
  /^(found|nothing found|not answered yet|not known, not reached|not known, failed|not connected, not asked|not asked: nothing to ask about)( \(.+\))?(; (found|nothing found|not answered yet|not known, not reached|not known, failed) \(.+\))*$/
/** Words by which a part of it is told as something nobody knows. */
const NOT_KNOWN = ['not answered yet', 'not known, not reached', 'not known, failed', 'not connected']

/** One call: how the outside system behaves, whether our own records hang, who is named, how soon a unit is sent, whether it reads. */
const call = fc.record({
  behaviour: fc.constantFrom(...behaviours),
  recordsHang: fc.boolean(),
  hangsForMs: fc.integer({ min: 0, max: 1_500 }),
  people: fc.subarray(['Marta Hollins', 'Craig Tallentire', 'Quentin Nobody'] as const),
  number: fc.constantFrom('07700 900942', null),
  waitsMs: fc.integer({ min: 0, max: 200 }),
  reads: fc.boolean(),
})

t.test('whatever sources do, every deployment carries a briefing that names every one of them', async (t) => {
  const simulated = await openSimulatedSource({
    known: {
      'Craig Tallentire': [
        { kind: 'marker', headline: 'Wanted', danger: true, people: [{ name: 'Craig Tallentire' }] },
      ],
    },
    slowMs: 700,
  })
  t.teardown(() => simulated.close())
  const room = await openControlRoom(t, { sourceUrls: `pnc=${simulated.url}` })
  const [telephony, handler, north, supervisor, terminals] = await Promise.all([
    room.account('telephony'),
    room.signIn('handler1'),
    room.signIn('dispatch.north'),
    room.signIn('supervisor1'),
    room.account('terminals'),
  ])
  await Promise.all([north.follow(), supervisor.follow()])
  const owner = new pg.Client({ connectionString: room.ownerUrl })
  await owner.connect()
  t.teardown(() => owner.end())

  await fc.assert(
    fc.asyncProperty(call, async ({ behaviour, recordsHang, hangsForMs, people, number, waitsMs, reads }) => {
      simulated.behave(behaviour)
      const contact = await telephony.must<{ id: string }>(201, 'POST', '/contacts', { channel: '999', number })
      const hanging = recordsHang ? hang(owner, hangsForMs) : Promise.resolve()
      const incident = await open(handler, {
        contactId: contact.id,
        type: 'domestic',
        grade: '1',
        people: people.map((name, index) => ({ role: index === 0 ? 'victim' : 'suspect', name })),
      })
      await sleep(waitsMs)
      await recommended(north, incident.id)
      const deployment = await sendFirst(north, incident.id)
      const sent = await north.event('deployment-made', incident.id)
      const { briefing } = sent.data as unknown as { briefing: Briefing }
      mustNameEverything(briefing)
      await hanging
      await mustTellWhoHasNotRead(deployment, incident.id, briefing.version, reads)
    }),
    { numRuns: 10, endOnFailure: true, seed: 20_140_327 },
  )

  function mustNameEverything({ body, unknowns }: Briefing): void {
    const names = body.sources.map(({ name }) => name)
    if (names.join() !== 'Force records,PNC,Records system (RMS)') throw new Error(`sources named: ${names.join()}`)
    for (const { name, text } of body.sources) {
      if (!SAID.test(text)) throw new Error(`${name} is said to be: "${text}"`)
      const isOpen = NOT_KNOWN.some((words) => text.includes(words))
      const told = unknowns.filter(({ state }) => state !== 'NOT_ASKED')
      if (isOpen && told.length === 0) throw new Error(`${name} is "${text}", and nothing is said to be unknown`)
    }
    for (const { text } of unknowns) if (!body.outstanding.includes(text)) throw new Error(`left out: ${text}`)
    if (body.sections.length !== 8) throw new Error('a part is missing')
    if (body.sections.find(({ code }) => code === 'danger')?.lines.length === 0) throw new Error('danger is silent')
  }

  async function mustTellWhoHasNotRead(
    { id, unitId }: Deployment,
    incidentId: string,
    version: number,
    reads: boolean,
  ): Promise<void> {
    if (reads) {
      await terminals.must(201, 'POST', `/incidents/${incidentId}/briefing/read`, { version, unitId })
    }
    const there = await step(terminals, id, 'acknowledge', 'mobile', 'at-scene')
    if (there.arrivedUnread === reads) throw new Error(`read ${reads}, and arrived unread ${there.arrivedUnread}`)
    if (!reads) await supervisor.event('arrived-unread', incidentId)
    await step(terminals, id, 'clear')
  }
})

/** Our own records do not answer for so long. */
async function hang(owner: pg.Client, forMs: number): Promise<void> {
  await owner.query('begin; lock table marker in access exclusive mode')
  await sleep(forMs)
  await owner.query('rollback')
}
