import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { testDatabase } from '../support/index.ts'
import { timeOf } from '../support/passing-time.ts'
import { findShowcase } from '../support/showcase.ts'
import { open, sendFirst, spots, step, wholeResult } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { Keystrokes } from './keystrokes.ts'
import { bringChecker, checkScreen } from './screen-checks.ts'
import { comes } from './waiting.ts'

const database = await testDatabase(t, { template: 'demo' })
const room = await openControlRoom(t, { databaseOf: database })
const browser = await openBrowser(t)
const [telephony, api] = await Promise.all([room.account('telephony'), room.signIn('supervisor2')])

t.test('one call on the screens of everybody, by keyboard: from ring to the supervisor’s closing', async (t) => {
  const victim = findShowcase('highRiskRepeat')
  const [calls, dispatch] = await Promise.all([
    openConsole(browser, room.url, 'handler1'),
    openConsole(browser, room.url, 'dispatch.north'),
  ])
  const { page: handler } = calls
  const { page: north } = dispatch

  await telephony.must(201, 'POST', '/contacts', {
    channel: '999',
    number: victim.dialled,
    firstWords: 'My husband is back, he is kicking the door',
    networkLocation: { source: 'aml', lat: 54.8865, lon: -2.92, radiusMetres: 35, fixedAt: new Date().toISOString() },
  })
  const waiting = handler.locator('.row.contact')
  await waiting.getByText('Danger').first().waitFor()
  await handler.keyboard.press('F2')
  await handler.locator('#where').waitFor()
  await comes(t, () => handler.locator('#summary').inputValue(), 'My husband is back, he is kicking the door')
  await comes(t, () => handler.locator('#type').inputValue(), 'Domestic incident', 'the words suggest the type')
  await comes(t, () => handler.locator('.network').textContent(), /AML, 54\.88650, -2\.92000, ± 35 m, \d+ s old/)
  const findings = handler.locator('.findings > li')
  await findings.first().waitFor()
  await comes(t, () => findings.first().textContent(), /^DangerWeapons/, 'danger first')
  await comes(t, () => handler.locator('.checks').textContent(), /Number: \d+ entries, checked at \d\d:\d\d:\d\d/)

  await handler.waitForFunction(() => document.activeElement?.id === 'where')
  await handler.keyboard.type('914 greystone rd')
  await handler.getByRole('option', { name: '914 Greystone Road, Carlisle' }).waitFor()
  await handler.keyboard.press('Enter')
  await handler.waitForFunction(() => document.activeElement?.id === 'type')
  await handler.keyboard.type('dom')
  await handler.keyboard.press('Enter')
  await handler.getByRole('checkbox', { name: 'Happening now' }).focus()
  await handler.keyboard.press('Space')
  await handler.keyboard.press('Alt+o')
  await handler.locator('.proposal').waitFor()
  await comes(t, () => handler.locator('.proposal').textContent(), /Proposed 1: Domestic abuse that is happening now/)
  await handler.locator('#question-weapons').focus()
  await handler.keyboard.press('Enter')
  await comes(t, () => handler.locator('.question.skipped').textContent(), /anything there that could be used/)
  await handler.keyboard.press('Alt+g')

  const row = north.locator('.row.incident', { hasText: 'Greystone Road' })
  await row.getByText('No unit').first().waitFor()
  await row
    .getByText(/→ N[RTD]\d\d \d+ min/)
    .first()
    .waitFor()
  await comes(t, () => row.textContent(), /Domestic incident.*DA · Repeat · Locked.*914 Greystone Road/)
  await north.locator('#queue').focus()
  await north.keyboard.press('g')
  await north.keyboard.press('d')
  await north.waitForFunction(() => document.activeElement?.closest('.candidate') !== null)
  const briefing = north.locator('.briefing-panel')
  await comes(t, () => briefing.locator('.headline').textContent(), /Response plan: read it before you go in/)
  const unknowns = briefing.locator('.unknowns')
  await comes(t, () => unknowns.isVisible(), true)
  const titles = await briefing.locator('h3').allTextContents()
  t.same(
    [titles[0], titles.at(-1)],
    ['What is happening', 'Not known'],
    'in the order it is read, what nobody knows last',
  )
  const second = await north.locator('.candidate .callsign').nth(1).textContent()
  // a list that has just changed takes no key meant for the one before it
  await north.waitForTimeout(800)
  await north.keyboard.press('2')
  await north.getByText(`Why ${second} and not the first?`).first().waitFor()
  await north.waitForFunction(() => document.activeElement?.closest('#reasons') !== null)
  await north.keyboard.press('3')
  await north.getByText('Not the first: A skill is needed').first().waitFor()
  await north.waitForFunction(() => document.activeElement?.id === 'queue')
  await row.getByText(String(second)).first().waitFor()
  await north.locator('.deployment').getByText('Briefing not read').first().waitFor()

  const crewDesk = await openConsole(browser, room.url, String(second).toLowerCase(), { width: 412, height: 915 })
  const { page: crew } = crewDesk
  await crew.getByText('914 Greystone Road').first().waitFor()
  await comes(
    t,
    () => crew.locator('.briefing').textContent(),
    /Danger to you/,
    'a console that comes later has the briefing too',
  )
  await comes(t, () => crew.locator('.unknowns').isVisible(), true)
  await crew.getByRole('button', { name: 'I have read this' }).click()
  await crew
    .getByText(/You have read version \d/)
    .first()
    .waitFor()
  await north.locator('.deployment').getByText('Briefing read').first().waitFor()
  for (const step of ['Acknowledge', 'En route', 'At scene'] as const)
    await crew.getByRole('button', { name: step }).click()
  await row.getByText('At scene').first().waitFor()
  await crew.getByLabel('For the log').fill('Both children seen, she is safe')
  await crew.keyboard.press('Enter')
  await north.locator('.log').getByText('Both children seen, she is safe').first().waitFor()
  await crew.getByRole('button', { name: 'Clear' }).click()
  await crew.getByText('Nothing assigned.').first().waitFor()

  // the dispatcher may not close it; the attempt is on the supervisor's screen, who may
  const supervisorDesk = await openConsole(browser, room.url, 'supervisor1')
  const { page: supervisor } = supervisorDesk
  await supervisor.locator('.watched', { hasText: 'Greystone Road' }).waitFor()
  await north.keyboard.press('Alt+x')
  const closing = north.locator('#closing')
  await closing.getByLabel('Closing category').selectOption('domestic')
  await closing.getByRole('button', { name: /^Close/ }).click()
  await closing.getByText('Only a communication-centre supervisor').first().waitFor()
  await supervisor.locator('.refused-panel').getByText('Benn-Wilkinson').first().waitFor()

  await supervisor.locator('.watched', { hasText: 'Greystone Road' }).getByRole('button').click()
  await supervisor.keyboard.press('Alt+x')
  const form = supervisor.locator('#closing')
  await form.getByLabel('Closing category').selectOption('domestic')
  await form.getByRole('button', { name: /^Close/ }).click()
  await form.locator('.missing li').first().waitFor()
  await comes(
    t,
    () => form.locator('.missing').textContent(),
    /crew: Children seen, or that there are none/,
    'what is missing, and who owes it',
  )
  await form.getByLabel('What was found and done').fill(wholeResult.text)
  await form.getByLabel('Who was seen').fill(wholeResult.personsSeen)
  await form.getByLabel('Children seen').fill('Both seen, unhurt')
  await form.getByLabel('Crime reference').fill('CR/2026/1')
  await form.getByLabel('Risk assessment reference').fill('RA/2026/1')
  await form.getByLabel('Documents submitted').fill(wholeResult.documentsConfirmedBy)
  await form.getByRole('button', { name: /^Close/ }).click()
  await supervisor.locator('.last-action', { hasText: 'closed' }).waitFor()
  await row.waitFor({ state: 'detached' })
  for (const desk of [calls, dispatch, crewDesk, supervisorDesk]) t.same(desk.faults, [])
  await Promise.all([calls, crewDesk, supervisorDesk, dispatch].map(({ context }) => context.close()))
})

t.test('send now: location, type and grade alone, in one commit, by eight keys and what is typed', async (t) => {
  const { page, faults, context } = await openConsole(browser, room.url, 'handler2')
  await telephony.must(201, 'POST', '/contacts', {
    channel: '999',
    number: findShowcase('ordinaryCaller').dialled,
    networkLocation: {
      source: 'aml',
      ...spots.kendal,
      text: undefined,
      radiusMetres: 20,
      fixedAt: new Date().toISOString(),
    },
  })
  await page.locator('.row.contact').waitFor()
  const keys = new Keystrokes(page)
  await keys.press('F2')
  await page.waitForFunction(() => document.activeElement?.id === 'where')
  await page.getByText('No record found').first().waitFor()
  await keys.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'type')
  await keys.type('rob')
  await keys.press('Enter')
  await page.waitForFunction(() => document.activeElement?.closest('#grade') !== null)
  await keys.press('1', 'Control+Enter')
  await page.locator('.last-action', { hasText: 'sent to dispatch, grade 1' }).waitFor()
  keys.atMost(t, 'grade 1 with the network’s position, from ring to dispatch', 8)
  const open = await api.must<{ type: string; grade: string; location: { text: string } }[]>(200, 'GET', '/incidents')
  t.match(
    open.find(({ type }) => type === 'robbery'),
    { grade: '1', location: { text: 'Position of the telephone within 20 m' } },
  )
  t.same(faults, [])
  await context.close()
})

t.test('a call about something that is open is joined by one key, not opened twice', async (t) => {
  const first = await open(api, {
    summary: 'Two men fighting outside the station',
    location: spots.carlisle,
    grade: '2',
  })
  const { page, faults, context } = await openConsole(browser, room.url, 'handler3')
  await telephony.must(201, 'POST', '/contacts', {
    channel: '999',
    number: '07700 900933',
    networkLocation: {
      source: 'cell',
      lat: spots.carlisle.lat,
      lon: spots.carlisle.lon,
      radiusMetres: 200,
      fixedAt: null,
    },
  })
  await page.locator('.row.contact').waitFor()
  await page.keyboard.press('F2')
  await page.waitForFunction(() => document.activeElement?.id === 'where')
  await page.keyboard.press('Alt+l')
  await page.locator('.near').getByText('Two men fighting outside the station').first().waitFor()
  await page
    .locator('.near .row', { hasText: first.reference })
    .getByRole('button', { name: 'it has got worse' })
    .click()
  await page.locator('.last-action', { hasText: `Joined to ${first.reference}` }).waitFor()
  const log = await api.must<{ contacts: unknown[] }>(200, 'GET', `/incidents/${first.id}`)
  t.equal(log.contacts.length, 1)
  t.same(faults, [])
  await context.close()
})

t.test('no row moves under the hands of a dispatcher; what waits is said, and taken by one key', async (t) => {
  const { page, faults, context } = await openConsole(browser, room.url, 'dispatch.west')
  const [one, two] = [
    await open(api, { location: spots.workington, grade: '2' }),
    await open(api, { location: spots.workington, grade: '2' }),
  ]
  const rows = () => page.locator('#queue .row .ref').allTextContents()
  const numbers = [one, two].map(({ reference }) => reference.split('/')[0] ?? '')
  await page.locator('#queue .row').nth(1).waitFor()
  await comes(t, rows, numbers)
  await page.locator('#queue').focus()
  // hands that are busy: a key every half a second
  const rest = new AbortController()
  const hands = (async () => {
    while (!rest.signal.aborted) {
      await page.keyboard.press('ArrowDown')
      await page.waitForTimeout(500)
    }
  })()
  const urgent = await open(api, { location: spots.workington, grade: '1', type: 'weapon' })
  await page
    .getByText(/\d changes? waiting/)
    .first()
    .waitFor()
  await comes(t, rows, numbers, 'the list stands still')
  rest.abort()
  await hands
  await page.keyboard.press('.')
  await page.waitForFunction(
    (first) => document.querySelector('#queue .row .ref')?.textContent === first,
    urgent.reference.split('/')[0],
  )
  await comes(t, rows, [urgent.reference.split('/')[0] ?? '', ...numbers])
  t.same(faults, [])
  await context.close()
})

t.test('an officer’s emergency is on the dispatcher’s screen until it is over', async (t) => {
  const dispatch = await openConsole(browser, room.url, 'dispatch.south')
  const crew = await openConsole(browser, room.url, 'sr21', { width: 412, height: 915 })
  const button = crew.page.getByRole('button', { name: 'Emergency' })
  await button.hover()
  await crew.page.mouse.down()
  await crew.page.waitForTimeout(50)
  await crew.page.mouse.up()
  await crew.page.getByText('Emergency: hold for one second').first().waitFor()
  await comes(t, () => dispatch.page.locator('.alarm-emergency').count(), 0, 'a touch in passing sends nothing')
  await crew.page.mouse.down()
  const alarm = dispatch.page.locator('.alarm-emergency')
  await alarm.getByText('Officer emergency: SR21').first().waitFor()
  await crew.page.mouse.up()
  await dispatch.page.keyboard.press('Alt+a')
  await dispatch.page.waitForFunction(() => document.querySelector('.alarm-emergency.open') === null)
  await comes(t, () => alarm.isVisible(), true, 'acknowledged, it stops flashing and stays')
  await crew.page.getByLabel('State').selectOption('2')
  await alarm.waitFor({ state: 'detached' })
  t.same([...dispatch.faults, ...crew.faults], [])
  await Promise.all([dispatch.context.close(), crew.context.close()])
})

t.test('an administrator keeps staff, sees what is wrong with a form, and nothing of any incident', async (t) => {
  const { page, faults, context } = await openConsole(browser, room.url, 'admin')
  await page.locator('.member').first().waitFor()
  await page.getByLabel('User name').fill('New Person')
  await page.getByLabel('Name as shown').fill('New Person')
  await page.getByLabel(/^Password/).fill('long enough 1')
  await page.keyboard.press('Enter')
  await page.locator('.wrong').getByText('lower-case letters').first().waitFor()
  await page.getByLabel('User name').fill('new.person')
  await page.keyboard.press('Control+Enter')
  await page.locator('.member', { hasText: 'new.person' }).waitFor()
  await comes(t, () => page.locator('.incident, .contact').count(), 0)
  t.same(faults, [])
  await context.close()
})

t.test('what waits too long is on the desks of those who were told, until somebody has it in hand', async (t) => {
  const time = await timeOf(t, database)
  await api.follow()
  const terminals = await room.account('terminals')
  const waits = await open(api, { grade: '2', location: spots.carlisle })
  const worked = await open(api, { grade: '2', location: spots.carlisle })
  const { id, unitId, callsign } = await sendFirst(api, worked.id)
  await step(terminals, id, 'mobile', 'at-scene')
  await time.client.query('update unit set crew_size = 1 where id = $1', [unitId])
  await time.passUntil(16, waits.id)
  const [dispatch, supervision] = await Promise.all([
    openConsole(browser, room.url, 'dispatch.north', { prepare: bringChecker }),
    openConsole(browser, room.url, 'supervisor1', { prepare: bringChecker }),
  ])
  const lineOf = ({ page }: typeof dispatch, { reference }: typeof waits) =>
    page.locator('.exception', { has: page.getByRole('button', { name: reference, exact: true }) })
  const line = lineOf(dispatch, waits)
  await line.getByText('Act now').waitFor()
  await comes(t, () => line.textContent(), /No unit is going.*Told: Dispatcher of the area \d\d:\d\d:\d\d, Supervisor/)
  await dispatch.page.keyboard.press('Alt+6')
  await dispatch.page.waitForFunction(() => document.activeElement?.classList.contains('in-hand'))
  await line.getByRole('button', { name: `In hand: ${waits.reference}` }).focus()
  await dispatch.page.keyboard.press('Enter')
  await line.getByText(/^In hand: .*Benn-Wilkinson, \d\d:/).waitFor()
  await lineOf(supervision, waits)
    .getByText(/^In hand: .*Benn-Wilkinson, \d\d:/)
    .waitFor()

  // while both desks are open a crew is not heard of
  await time.passUntil(16, worked.id)
  const silent = lineOf(supervision, worked)
  await silent.getByText('No word from a crew').waitFor()
  for (const { page } of [dispatch, supervision]) t.same((await checkScreen(page)).faults, [])
  await silent.getByRole('button', { name: `${callsign}: no answer` }).click()
  await supervision.page.locator('.last-action', { hasText: `${callsign}: no answer` }).waitFor()
  await silent.getByRole('button', { name: `${callsign}: crew is well` }).click()
  await silent.getByText('No word from a crew').waitFor({ state: 'detached' })
  await lineOf(supervision, waits).getByRole('button', { name: waits.reference, exact: true }).click()
  await supervision.page.locator('.incident-panel').getByText(waits.reference).first().waitFor()
  for (const desk of [dispatch, supervision]) {
    t.same(desk.faults, [])
    await desk.context.close()
  }
})
