import pg from 'pg'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { type Deployment, open, type Recommendation, recommended, spots, step } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { comes } from './waiting.ts'

const database = await testDatabase(t, { template: 'demo' })
const owner = new pg.Client({ connectionString: database.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
// every radio was last heard of four minutes before the service starts
await owner.query(`update unit_position set fixed_at = now() - interval '4 minutes'`)
const room = await openControlRoom(t, { databaseOf: database })
const browser = await openBrowser(t)
const [api, west, terminals] = await Promise.all([
  room.signIn('handler1'),
  room.signIn('dispatch.west'),
  room.account('terminals'),
])
await west.follow()

t.test('a divert shows what it costs, and asks when a watched incident is contacted again', async (t) => {
  const left = await open(api, { type: 'domestic', location: spots.workington, grade: '2' })
  const { id, candidates } = await recommended(west, left.id)
  const unit = candidates.find(({ kind, rank }) => kind === 'response' && rank !== null)
  const deployment = await west.must<Deployment>(201, 'POST', `/incidents/${left.id}/deployments`, {
    recommendationId: id,
    unitId: unit?.unitId,
    reasonCode: 'skill',
  })
  await step(terminals, deployment.id, 'mobile')
  // nobody else is free: the unit that would have to leave is the only one
  await owner.query(`update unit set state = '10' where id <> $1`, [unit?.unitId])
  const urgent = await open(api, { type: 'weapon', location: spots.workington, grade: '1', happeningNow: true })

  const [{ page, faults }, supervisor] = await Promise.all([
    openConsole(browser, room.url, 'dispatch.west'),
    openConsole(browser, room.url, 'supervisor1'),
  ])
  const number = urgent.reference.split('/')[0] ?? ''
  await page.locator('#queue .row', { has: page.locator('.ref', { hasText: new RegExp(`^${number}$`) }) }).click()
  const choice = page.locator('.candidate', { hasText: deployment.callsign })
  await comes(t, () => choice.textContent(), /Divert from .*, grade 2, watched/)
  await page.locator('.warnings').getByText('tactical firearms commander decides').first().waitFor()

  await page.getByLabel('Why not').fill(candidates.find(({ unitId }) => unitId !== unit?.unitId)?.callsign ?? '')
  await page.keyboard.press('Enter')
  await page
    .locator('.why-not .said', { hasText: /is not recommended: its state is at court\.|nearer than .* but/ })
    .waitFor()
  await page.getByLabel('Why not').fill('zz99')
  await page.keyboard.press('Enter')
  await page.locator('.why-not .said', { hasText: 'There is no unit ZZ99' }).waitFor()

  await page.waitForTimeout(800)
  await choice.getByRole('button').first().click()
  const form = page.locator('form.divert')
  await form.locator('.cost', { hasText: `${left.reference}, grade 2, domestic abuse, has waited` }).waitFor()
  await form.getByText('The other incident is told, and its supervisor.').first().waitFor()
  await comes(t, () => form.locator('#recontact-minutes').inputValue(), '15')
  await form.locator('#divert-reason').fill('A knife, and nobody else')
  await form.locator('#recontact-minutes').fill('10')
  await page.keyboard.press('Enter')
  await page.locator('.deployment', { hasText: deployment.callsign }).waitFor()
  await supervisor.page
    .locator('.news li', {
      hasText: /was diverted away: A knife, and nobody else\. Contact again by \d\d:\d\d:\d\d/,
    })
    .waitFor()
  const { actions } = await api.must<{ actions: Array<{ text: string }> }>(200, 'GET', `/incidents/${left.id}`)
  t.match(actions, [{ text: /^Contact again by \d\d:\d\d/ }])
  t.same([...faults, ...supervisor.faults], [])
})

t.test('a time from an old position is shown as what it is: from when to when; a pair as a pair', async (t) => {
  await owner.query(`update unit set state = '2', crew_size = 1 where shift_to > now()`)
  const incident = await open(api, { type: 'domestic', location: spots.kendal, grade: '1', happeningNow: true })
  const south = await room.signIn('dispatch.south')
  const { page, faults } = await openConsole(browser, room.url, 'dispatch.south')
  const ranking = await south.must<Recommendation>(200, 'GET', `/incidents/${incident.id}/recommendation`)
  t.equal(ranking.unitsNeeded, 2)
  await page.locator('#queue .row', { hasText: spots.kendal.text }).first().click()
  const second = page.locator('.candidate').nth(1)
  await second.getByText('Backup: send with the first').first().waitFor()
  await comes(t, () => second.locator('.minutes').textContent(), /^(under 1 min|\d+( min)?) to \d+ min$/)
  await comes(t, () => second.locator('.because').textContent(), /Position is \d+ min old: \d+.* to \d+ min by road/)
  t.same(faults, [])
})
