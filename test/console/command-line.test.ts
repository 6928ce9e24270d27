import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { open, recommended, spots, step, wholeResult } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { Keystrokes } from './keystrokes.ts'
import { bringChecker, checkScreen } from './screen-checks.ts'
import { comes } from './waiting.ts'

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const [handler, north] = await Promise.all([room.signIn('handler2'), room.signIn('dispatch.north')])
await north.follow()

t.test('by the command line: said back before Enter, completed, refused where it must not be', async (t) => {
  const desk = await openConsole(browser, room.url, 'dispatch.north', { prepare: bringChecker })
  const { page } = desk
  const words = () => page.locator('#command-words').textContent()
  const isAt = (id: string) => page.waitForFunction((wanted) => document.activeElement?.id === wanted, id)
  await isAt('queue')

  // grade 1 from nothing: nine keys and the address (CONSOLES I3)
  const keys = new Keystrokes(page)
  await keys.press('/')
  await isAt('command')
  await keys.type('n1 dom ')
  await keys.say('914 greystone rd')
  await comes(t, words, 'Create grade 1, Domestic incident, 914 Greystone Road, Carlisle, CA1 2BY. Enter.')
  await keys.press('Enter')
  await page.locator('.last-action', { hasText: 'sent to dispatch, grade 1' }).waitFor()
  keys.atMost(t, 'grade 1 from nothing by command line, beside the address', 9)
  const [made] = await north.must<{ id: string; reference: string; location: { premisesId: string | null } }[]>(
    ...([200, 'GET', '/incidents'] as const),
  )
  t.ok(made?.location.premisesId, 'at the place of the gazetteer')
  await isAt('queue')
  t.same((await checkScreen(page)).faults, [])

  // what is locked is closed on its own screen, never by command alone (I3)
  const number = made?.reference.split('/')[0] ?? ''
  await page.keyboard.press('/')
  await page.keyboard.type(`c ${number} dom; done`)
  await comes(t, words, /is locked: it is closed on its own screen, never by command alone/)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.closest('#closing') !== null)

  // Tab completes, and what is not known is said at its slot
  const { candidates } = await recommended(north, made?.id ?? '')
  const [first] = candidates
  await page.keyboard.press('Control+/')
  await isAt('command')
  await page.keyboard.type(`d ${number} zz`)
  await comes(t, words, 'No unit on duty is called zz')
  for (let key = 0; key < 2; key += 1) await page.keyboard.press('Backspace')
  await page.keyboard.type(first?.callsign.slice(0, 3).toLowerCase() ?? '')
  await page.locator('#command-offers [role=option]').first().waitFor()
  t.same((await checkScreen(page)).faults, [], 'with offers open')
  await page.keyboard.press('Tab')
  await comes(t, words, /^Send [A-Z]+\d+ to .* Domestic incident/)
  for (let key = 0; key < 5; key += 1) await page.keyboard.press('Backspace')
  await page.keyboard.type(first?.callsign ?? '')
  await page.keyboard.press('Enter')
  await page.locator('.last-action', { hasText: `${first?.callsign} assigned to ${made?.reference}` }).waitFor()

  // Up recalls; a log line, a state, a link, the map, what is found
  const other = await open(handler, { location: spots.carlisle, grade: '2' })
  await page.locator(`#incident-${other.id}`).waitFor()
  const run = async (line: string, said: string | RegExp) => {
    await page.keyboard.press('Control+/')
    await isAt('command')
    await page.keyboard.type(line)
    await comes(t, words, typeof said === 'string' ? said : said)
    await page.keyboard.press('Enter')
    await comes(t, () => page.locator('#command').inputValue(), '', line)
  }
  await run(`A ${number}, caller is upstairs`, /^Add to the log of .*: caller is upstairs\. Enter\.$/)
  await page.locator('.log').getByText('caller is upstairs').first().waitFor()
  await page.keyboard.press('Alt+z')
  await page.locator('.log s').getByText('caller is upstairs').waitFor()
  await page.keyboard.press('Alt+z')
  await page.locator('.last-action', { hasText: 'There is nothing to undo' }).waitFor()
  await run(`j ${number} ${other.reference}`, /^Link .* the same thing/)
  await run(`p ${number} ${first?.callsign}`, /briefing passed to/)
  await run(`b ${other.reference}`, /^Show/)
  await comes(t, () => page.locator('.incident-head').textContent(), new RegExp(other.reference))
  const free = candidates.find(({ unitId }) => unitId !== first?.unitId)
  await run(`s ${free?.callsign} 4`, /: 4 /)
  await page
    .locator('.unit', { hasText: String(free?.callsign) })
    .getByText(/^4 /)
    .waitFor()
  await run(`m ${first?.callsign}`, /^Move the map/)
  await run('f greystone', /^Find greystone/)
  await comes(t, () => page.locator('.incident-head').textContent(), new RegExp(made?.reference ?? ''))
  await page.keyboard.press('Control+/')
  await page.keyboard.press('ArrowUp')
  await comes(t, () => page.locator('#command').inputValue(), 'f greystone')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.id !== 'command')
  t.same(desk.faults, [])
  await desk.context.close()
})

t.test(
  'keys and commands on one page; a key is changed, single letters are switched off, for this person',
  async (t) => {
    const desk = await openConsole(browser, room.url, 'dispatch.west', { prepare: bringChecker })
    const { page } = desk
    const one = await open(handler, { location: spots.workington, grade: '1', type: 'weapon' })
    await page.locator(`#incident-${one.id}`).waitFor()
    await page.locator('#queue').focus()
    await page.keyboard.press('?')
    const panel = page.locator('#keys')
    await panel.getByText('n grade type place [text]').waitFor()
    await panel.getByText('officer’s emergency').waitFor()
    t.same((await checkScreen(page)).faults, [])
    await panel.getByRole('button', { name: /^G the most urgent/ }).click()
    await page.keyboard.press('d')
    await panel.getByText('D is there already: the recommended units').waitFor()
    await page.keyboard.press('u')
    await panel.getByText('Changed', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#queue').focus()
    await page.keyboard.press('u')
    await comes(t, () => page.locator('.incident-head').textContent(), new RegExp(one.reference))
    await page.keyboard.press('Alt+k')
    await panel.getByLabel('single letters work in lists').uncheck()
    await page.keyboard.press('Escape')
    await page.locator('#queue').focus()
    await page.keyboard.press('/')
    await page.keyboard.press('?')
    await comes(t, () => page.locator('#keys').count(), 0, 'single characters do nothing')
    await page.keyboard.press('Control+/')
    await page.waitForFunction(() => document.activeElement?.id === 'command')
    await page.reload()
    await page.locator('#queue').waitFor()
    await page.keyboard.press('Alt+k')
    await comes(t, () => panel.getByLabel('single letters work in lists').isChecked(), false, 'kept for this person')
    t.same(desk.faults, [])
    await desk.context.close()
  },
)

t.test('three keys send, eight close what is locked', async (t) => {
  const urgent = await open(handler, { location: spots.carlisle, grade: '1', type: 'domestic', domesticAbuse: true })
  const { candidates } = await recommended(north, urgent.id)
  const [dispatch, supervision] = await Promise.all([
    openConsole(browser, room.url, 'dispatch.north'),
    openConsole(browser, room.url, 'supervisor1'),
  ])
  const { page } = dispatch
  await page.locator(`#incident-${urgent.id}`, { hasText: `→ ${candidates[0]?.callsign}` }).waitFor()
  await page.locator('#queue').focus()
  const sending = new Keystrokes(page)
  await sending.press('g', 'd')
  await page.waitForFunction(() => document.activeElement?.closest('.candidate') !== null)
  // a list that has just changed takes no key meant for the one before it
  await page.waitForTimeout(800)
  await sending.press('1')
  await page.locator('.last-action', { hasText: `assigned to ${urgent.reference}` }).waitFor()
  sending.atMost(t, 'send the recommended unit to the most urgent that waits', 3)

  const [deployment] = await north.must<{ id: string }[]>(200, 'GET', `/incidents/${urgent.id}/deployments`)
  const terminals = await room.account('terminals')
  await step(terminals, deployment?.id ?? '', 'mobile', 'at-scene', 'clear')
  const { page: supervisor } = supervision
  await supervisor.locator('.watched', { hasText: urgent.reference }).getByRole('button').first().click()
  await supervisor.locator('.incident-head', { hasText: urgent.reference }).waitFor()
  const closing = new Keystrokes(supervisor)
  await closing.press('Alt+x')
  await supervisor.waitForFunction(() => document.activeElement?.closest('#closing select') !== null)
  // the category stands as the incident was opened
  await closing.press('Tab')
  const said = [
    wholeResult.text,
    wholeResult.personsSeen,
    'Both seen, unhurt',
    'CR/2026/1',
    'RA/2026/1',
    wholeResult.documentsConfirmedBy,
  ]
  for (const [index, text] of said.entries()) {
    if (index > 0) await closing.press('Tab')
    await closing.say(text)
  }
  await closing.press('Control+Enter')
  await supervisor.locator('.last-action', { hasText: `${urgent.reference} closed` }).waitFor()
  closing.atMost(t, 'close what is locked, beside what is written', 8)
  for (const desk of [dispatch, supervision]) {
    t.same(desk.faults, [])
    await desk.context.close()
  }
})
