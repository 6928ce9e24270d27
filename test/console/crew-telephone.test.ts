import t, { type Test } from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, sendFirst, spots } from '../support/way-of-a-call.ts'
import { type BrowserDesk, openBrowser, openConsole } from './browser.ts'
import { comes } from './waiting.ts'

// pages of a browser, on a machine that may be busy
t.setTimeout(300_000)

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const [handler, south] = await Promise.all([room.signIn('handler1'), room.signIn('dispatch.south')])
await south.follow()
const telephone = { width: 360, height: 740 }

/** A crew on its way to an incident in the south, at its telephone. */
async function crewOnCall() {
  const incident = await open(handler, { grade: '2', location: spots.kendal })
  const deployment = await sendFirst(south, incident.id)
  const desk = await openConsole(browser, room.url, deployment.callsign.toLowerCase(), telephone)
  await desk.page.locator('.unknowns').waitFor()
  return { incident, deployment, desk }
}
type Entries = { entries: { text: string }[] }
const logOf = async (incidentId: string, wanted: RegExp) =>
  (await south.must<Entries>(200, 'GET', `/incidents/${incidentId}`)).entries
    .map(({ text }) => text)
    .filter((text) => wanted.test(text))
const sentOn = ({ page }: BrowserDesk) => page.locator('.crew-sent')
const press = ({ page }: BrowserDesk, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Everything that the browser keeps for this page, by the place it is kept in. */
async function storedBy({ page, context }: BrowserDesk) {
  const stored = await page.evaluate(async () => ({
    session: Object.entries(sessionStorage),
    local: Object.entries(localStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
  }))
  return { ...stored, sealed: (await context.cookies()).filter(({ value }) => value !== '').map(({ name }) => name) }
}

const first = await crewOnCall()

t.test('everything that is pressed is in reach of a thumb, and large enough for a glove', async (t) => {
  const { desk } = first
  const found = await desk.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.crew-bar :is(button, input, select)')].map((element) => {
      const { top, height, left, right } = element.getBoundingClientRect()
      return { words: element.textContent, top, height, inside: left >= 0 && right <= innerWidth }
    }),
  )
  t.ok(found.length >= 7, `${found.length} of them`)
  for (const { words, top, height, inside } of found)
    t.ok(inside && height >= 48 && top >= telephone.height / 2, `${words}: ${height} px high, at ${top}`)
  const { bar, page } = await desk.page.evaluate(() => ({
    bar: document.documentElement.scrollWidth,
    page: document.querySelector('.crew-page')?.clientHeight ?? 0,
  }))
  t.equal(bar, telephone.width, 'nothing is beside the screen')
  t.ok(page > 150, `${page} px are left for the briefing`)
})

t.test('without a network a crew goes on; what it pressed arrives once, in order, and says when it was', async (t) => {
  const { incident, deployment, desk } = first
  const { page, context } = desk
  await context.setOffline(true)
  await page.locator('.not-live-bar').getByText('What you press is kept and sent').waitFor()
  await press(desk, 'Acknowledge')
  await press(desk, 'En route')
  await page.getByLabel('For the log').fill('Roadblock at the bridge')
  await page.keyboard.press('Enter')
  await comes(t, () => sentOn(desk).locator('.unsent').textContent(), /^Not sent yet, 3 waiting, since \d\d:\d\d:\d\d$/)
  await page.getByRole('button', { name: 'At scene' }).waitFor()
  await comes(t, () => page.getByRole('button', { name: 'En route' }).count(), 0, 'the page goes on')
  t.same(await logOf(incident.id, /bridge|en route/), [], 'nothing of it has arrived')

  await context.setOffline(false)
  await sentOn(desk).getByText('For the log: sent').waitFor()
  await comes(t, () => sentOn(desk).locator('.unsent').textContent(), '')
  t.match(await logOf(incident.id, /acknowledged|en route|bridge/), [
    new RegExp(`^${deployment.callsign}: acknowledged. Taken \\d\\d:\\d\\d:\\d\\d without a network$`),
    new RegExp(`^${deployment.callsign}: en route. Taken`),
    /^Roadblock at the bridge \(written \d\d:\d\d:\d\d without a network\)$/,
  ])
  t.same((await storedBy(desk)).session, [], 'what is on the record is not kept beside it')
  t.same(
    desk.faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED')),
    [],
  )
})

t.test('what an answer was lost to is sent again, and done once; a reload forgets nothing', async (t) => {
  const { incident, desk } = first
  const { page } = desk
  // the service does what it is asked, and its word does not come through
  let lost = 0
  await page.route('**/incidents/*/log', async (route) => {
    if (lost === 0) await route.fetch()
    lost += 1
    await route.abort()
  })
  await page.getByLabel('For the log').fill('Dog in the yard')
  await page.keyboard.press('Enter')
  await sentOn(desk).getByText('1 waiting').waitFor()
  await page.reload()
  await page.getByText('Live', { exact: true }).waitFor()
  await sentOn(desk).getByText('1 waiting').waitFor()
  await page.unroute('**/incidents/*/log')
  await sentOn(desk).getByText('For the log: sent').waitFor()
  t.same(await logOf(incident.id, /Dog/), ['Dog in the yard'], 'once')
  t.ok(lost > 0)
})

t.test('a crew that needs more units alarms the desk of its area, and the supervisor’s if nobody goes', async (t) => {
  const { incident, deployment, desk } = first
  const dispatch = await openConsole(browser, room.url, 'dispatch.south')
  await press(desk, 'Need more units')
  await press(desk, '2')
  const alarm = dispatch.page.locator('.alarm-more-units')
  await alarm.getByText(`${deployment.callsign} asks for 2 more units`).waitFor()
  await alarm.getByRole('button', { name: 'Open' }).click()
  await dispatch.page.locator('.incident-panel').getByText(incident.reference).first().waitFor()
  await desk.page.getByText(/^You asked for 2 more units at/).waitFor()
  t.same(dispatch.faults, [])
  await dispatch.context.close()
})

t.test('an emergency without a network says to use the radio, and is first when there is one', async (t) => {
  const { desk } = first
  const { page, context } = desk
  await context.setOffline(true)
  await page.locator('.not-live-bar').first().waitFor()
  await press(desk, 'At scene')
  await page.getByRole('button', { name: /^Emergency/ }).hover()
  await page.mouse.down()
  await page.getByText('Emergency not sent yet. Use the radio.').waitFor()
  await page.mouse.up()
  await context.setOffline(false)
  await south.until((frame) => frame.type === 'officer-emergency')
  await page.locator('.emergency-on').getByText('The control room has it').waitFor()
  await sentOn(desk).getByText('At scene: sent').waitFor()
  await comes(
    t,
    () => page.locator('.crew-state').textContent(),
    /0 Emergency/,
    'a step that came later did not end it',
  )
  await page.getByLabel('State').selectOption({ index: 1 })
  await page.getByRole('button', { name: /^Emergency/ }).waitFor()
})

const second = await crewOnCall()

t.test('what the service refuses when the network is back is shown until somebody has seen it', async (t) => {
  const { deployment, desk } = second
  await desk.context.setOffline(true)
  await desk.page.locator('.not-live-bar').waitFor()
  await press(desk, 'En route')
  await press(desk, 'At scene')
  await south.must(200, 'POST', `/deployments/${deployment.id}/steps`, { step: 'stand-down' })
  await desk.context.setOffline(false)
  const refused = sentOn(desk).locator('.act-refused')
  await comes(t, () => refused.count(), 2, 'each of them')
  await comes(
    t,
    () => refused.first().textContent(),
    /^En route, pressed \d\d:\d\d:\d\d, was refused\. The deployment has ended/,
  )
  await desk.page.getByText('Nothing assigned.').first().waitFor()
  await refused.first().getByRole('button', { name: 'Seen' }).click()
  await comes(t, () => refused.count(), 1)
})

t.test('whoever signs out leaves nothing of a call in the browser, and is asked about what was not sent', async (t) => {
  const { incident, desk } = first
  const { page, context } = desk
  await context.setOffline(true)
  await page.locator('.not-live-bar').waitFor()
  await page.getByLabel('For the log').fill('Not for the next one')
  await page.keyboard.press('Enter')
  await sentOn(desk).getByText('1 waiting').waitFor()
  t.match((await storedBy(desk)).session, [[/^golden-hour-crew\//, /Not for the next one/]], 'kept until it is sent')
  await page.getByText('Menu', { exact: true }).click()
  await press(desk, 'Sign out')
  await press(desk, 'Stay')
  await press(desk, 'Sign out')
  await press(desk, 'Sign out and lose it')
  await page.getByText('Signed out on this device').waitFor()
  const empty = { session: [], local: [], databases: [], caches: [], workers: 0, cookies: '' }
  t.match(await storedBy(desk), empty, 'at once, also without a network')
  await context.setOffline(false)
  await hasNoCookie(t, desk)
  t.match(await storedBy(desk), empty)
  t.same(await logOf(incident.id, /next one/), [])
})

async function hasNoCookie(t: Test, desk: BrowserDesk): Promise<void> {
  await comes(t, async () => (await storedBy(desk)).sealed, [], 'and the session is ended as soon as there is one')
}
