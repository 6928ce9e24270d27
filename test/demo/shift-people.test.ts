import { join } from 'node:path'
import t from 'tap'
import { startShift } from '../../src/demo/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { type Incident, open, type Recommendation, recommended } from '../support/way-of-a-call.ts'

const dataFolder = join(import.meta.dirname, '../../data')
t.setTimeout(300_000)

t.test('what somebody who is signed in does first is left to them', async (t) => {
  const database = await testDatabase(t, { template: 'demo' })
  const room = await openControlRoom(t, { databaseOf: database })
  const supervisor = await room.signIn('supervisor2')
  const [handler, north] = await Promise.all([room.signIn('handler2'), room.signIn('dispatch.north')])
  await Promise.all([supervisor.follow(), handler.follow(), north.follow()])
  const play = { url: room.url, accountsFile: database.accountsFile ?? '', dataFolder }

  t.test('a call that a person answers is not worked by the shift', async (t) => {
    const shift = await startShift({ ...play, speed: 2, calls: 1 })
    t.teardown(() => shift.stop())
    const { data } = await handler.event('contact-received')
    const { contact } = data as { contact: { id: string } }
    await handler.must(200, 'POST', `/contacts/${contact.id}/answer`)
    const { contacts, incidents, errors } = await shift.done
    t.same(
      contacts.acknowledged.map(({ contactId }) => contactId),
      [contact.id],
    )
    t.equal(contacts.left, 1)
    t.same(incidents.opened, [])
    t.same(errors, {})
  })

  t.test(
    'an incident that people open is sent to, attended and closed, each step once, whoever takes it',
    async (t) => {
      const shift = await startShift({ ...play, speed: 800, playRoles: ['dispatchers', 'crews', 'supervisors'] })
      t.teardown(() => shift.stop())
      const more = { grade: '2', happeningNow: false }
      const theft = await open(handler, more)
      const domestic = await open(handler, { ...more, type: 'domestic', summary: 'Shouting next door.' })

      // the person at the desk sends and speaks for the crew, as fast as anybody can; the shift may have been faster
      const { id, candidates }: Recommendation = await recommended(north, theft.id)
      const sent = await north.ask<{ id: string }>('POST', `/incidents/${theft.id}/deployments`, {
        recommendationId: id,
        unitId: candidates[0]?.unitId,
      })
      if (sent.status === 201) await north.must(200, 'POST', `/deployments/${sent.body.id}/steps`, { step: 'mobile' })
      else t.equal(sent.status, 409)

      for (const incident of [theft, domestic]) {
        await supervisor.until(
          ({ type, incidentId }) => type === 'incident-closed' && incidentId === incident.id,
          120_000,
        )
        t.same(timesOf('deployment-made', incident), 1)
        t.same(timesOf('incident-closed', incident), 1)
        for (const step of ['acknowledge', 'at-scene', 'clear']) {
          const taken = supervisor.frames.filter(
            ({ type, incidentId, data }) =>
              type === 'deployment-stepped' && incidentId === incident.id && data?.['step'] === step,
          )
          t.ok(taken.length <= 1, `${step} ${taken.length} times`)
        }
      }
      await shift.stop()
      const report = await shift.done
      t.equal(report.closures.byDispatchers, 1)
      t.equal(report.closures.bySupervisors, 1, 'domestic abuse is closed by a supervisor')
      t.notOk(
        Object.keys(report.errors).some((code) => /fault|about:blank|incident.locked/.test(code)),
        JSON.stringify(report.errors),
      )

      const units = await north.must<Array<{ commitment: object | null; position: { fixedAt: string } | null }>>(
        200,
        'GET',
        '/units',
      )
      t.ok(
        units.every(({ position }) => position && Date.now() - Date.parse(position.fixedAt) < 60_000),
        'no position went stale',
      )
    },
  )

  function timesOf(type: string, { id }: Incident): number {
    return supervisor.story(id).filter((one) => one === type).length
  }
})

t.test('a shift that may not speak for the outside systems says so, and ends nothing else', async (t) => {
  const database = await testDatabase(t, { template: 'demo' })
  const room = await openControlRoom(t, { databaseOf: database })
  const accountsFile = join(
    t.testdir({
      'accounts.json': JSON.stringify({ telephony: 'x'.repeat(20), avl: 'x'.repeat(20), terminals: 'x'.repeat(20) }),
    }),
    'accounts.json',
  )
  const said: string[] = []
  const shift = await startShift({
    url: room.url,
    accountsFile,
    dataFolder,
    speed: 1,
    onLog: (line) => said.push(line),
  })
  await t.rejects(shift.done, { code: 'session/none' })
  t.match(said.join(), /could not be played/)
  await shift.stop()
})
