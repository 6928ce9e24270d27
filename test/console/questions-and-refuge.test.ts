import pg from 'pg'
import t from 'tap'
import { showcasePremisesId } from '../../src/demo/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { open, recommended, sendFirst } from '../support/way-of-a-call.ts'
import { openBrowser, openConsole } from './browser.ts'
import { comes } from './waiting.ts'

const room = await openControlRoom(t)
const browser = await openBrowser(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const [telephony, api, north, south] = await Promise.all([
  room.account('telephony'),
  room.signIn('handler2'),
  room.signIn('dispatch.north'),
  room.signIn('dispatch.south'),
])
await Promise.all([north.follow(), south.follow()])

t.test('the questions of the type that is chosen, each answer taken down as it is given', async (t) => {
  const { page, faults } = await openConsole(browser, room.url, 'handler1')
  const contact = await telephony.must<{ id: string }>(201, 'POST', '/contacts', {
    channel: '999',
    number: '07700 900431',
  })
  await page.locator('.row.contact').first().waitFor()
  await page.keyboard.press('F2')
  const sets = page.locator('.question-set')
  const choose = async (typed: string) => {
    await page.locator('#type').fill(typed)
    await page.keyboard.press('Enter')
  }
  await choose('stal')
  await page.locator('#question-stalking-devices').waitFor()
  await comes(t, () => sets.allTextContents(), ['Ask first', 'Every call', 'Domestic abuse', 'Stalking'])
  await comes(t, () => page.locator('#question-honour-who-knows').count(), 0)
  await choose('honour')
  await page.locator('#question-honour-others').waitFor()
  await comes(t, () => sets.allTextContents(), ['Ask first', 'Every call', 'Domestic abuse', 'Honour-based abuse'])
  await comes(t, () => page.locator('.question', { hasText: 'decide things for you' }).first().textContent(), /Money/)
  await choose('theft')
  await page.locator('#question-honour-others').waitFor({ state: 'detached' })
  await comes(t, () => sets.allTextContents(), ['Ask first', 'Every call'])
  await page.locator('#question-safe-now').fill('Yes, he is out')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.id !== 'question-safe-now')
  const answers = async () =>
    (
      await owner.query<{ code: string; answer: string | null }>(
        'select code, answer from question_answer where contact_id = $1',
        [contact.id],
      )
    ).rows
  // the service has it before there is an incident
  for (let tries = 0; tries < 400 && (await answers()).length === 0; tries += 1) await page.waitForTimeout(25)
  t.same(await answers(), [{ code: 'safe-now', answer: 'Yes, he is out' }])
  t.same(faults, [])
})

t.test('at a protected address: masked on the screens, told with one key, and what is new is marked', async (t) => {
  const incident = await open(api, {
    type: 'domestic',
    summary: 'A man at the door',
    location: { placeId: showcasePremisesId('refuge'), text: '' },
    happeningNow: true,
    grade: '1',
  })
  const dispatcher = incident.areaId === 'north' ? north : south
  await recommended(dispatcher, incident.id)
  const deployment = await sendFirst(dispatcher, incident.id)
  const { page, faults } = await openConsole(browser, room.url, deployment.callsign.toLowerCase(), {
    width: 412,
    height: 915,
  })
  await page.locator('.crew-where').getByText('Protected address').first().waitFor()
  t.notMatch(await page.locator('body').textContent(), /Hartness/)
  await page.getByRole('button', { name: 'Show the address' }).first().click()
  await page.locator('.protected').getByText('968 Hartness Road').first().waitFor()
  await page.getByRole('button', { name: 'Hide' }).first().click()
  await page.getByRole('button', { name: 'Show the address' }).first().waitFor()
  await comes(t, () => page.locator('.parts').first().textContent(), /\d of 9 parts known/)
  await page.getByRole('button', { name: 'I have read this' }).first().click()
  await page
    .getByText(/You have read version \d/)
    .first()
    .waitFor()
  await api.must(200, 'PATCH', `/incidents/${incident.id}`, { needs: { questions: { weapons: 'He has an axe' } } })
  await page.locator('.danger', { hasText: 'He has an axe' }).locator('.new-mark').first().waitFor()
  await comes(t, () => page.locator('.happening .new-mark').count(), 0, 'what was there before is not new')
  t.same(faults, [])
})
