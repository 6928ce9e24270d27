import pg from 'pg'
import t from 'tap'
import { showcasePremisesId } from '../../src/demo/index.ts'
import { openControlRoom } from '../support/control-room.ts'
import { wordsSimulator } from '../support/words-simulator.ts'
import { changeSeats, openBrowser, openConsole } from './browser.ts'

const words = await wordsSimulator(t, { 'aaa.bbb.ccc': { lat: 54.88652, lon: -2.92003 } }, 'key')
const room = await openControlRoom(t, { wordsUrl: words.url })
const browser = await openBrowser(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const own = async (text: string, values: unknown[] = []) =>
  (await owner.query<Record<string, unknown>>(text, values)).rows
const [telephony, api] = await Promise.all([room.account('telephony'), room.signIn('handler2')])
const [refuge] = await own('select name, lat, lon, town from place where id = $1', [showcasePremisesId('refuge')])
const ring = (networkLocation: unknown) =>
  telephony.must<{ id: string }>(201, 'POST', '/contacts', { channel: '999', number: '07700 900432', networkLocation })
const { page: handler, faults } = await openConsole(browser, room.url, 'handler1')
const seat = await openConsole(browser, room.url, 'supervisor1')
const { page: desk, faults: deskFaults } = seat
const where = handler.locator('#where')
const inWhere = (said: RegExp) =>
  handler.waitForFunction(
    ([source]) => new RegExp(String(source)).test(document.querySelector<HTMLInputElement>('#where')?.value ?? ''),
    [said.source],
  )
const take = async () => {
  await handler.locator('.row.contact').first().waitFor()
  await handler.keyboard.press('F2')
  await where.waitFor()
}

t.test(
  'a telephone at a protected address: one key chooses the place, and nothing of it is on the screen',
  async (t) => {
    const { lat, lon, name } = refuge ?? {}
    const contact = await ring({ source: 'eisec', lat, lon, radiusMetres: 5, address: name })
    await take()
    await handler.getByRole('button', { name: 'Use it: this is recorded' }).waitFor()
    await handler.keyboard.press('Alt+l')
    await inWhere(/^Protected address, /)
    const kept = await handler.evaluate(() => `${document.body.textContent} ${JSON.stringify(sessionStorage)}`)
    t.notMatch(kept, /Hartness/)
    t.match(
      await own(`select actor_role from audit where subject_type = 'network-location' and subject_id = $1`, [
        contact.id,
      ]),
      {
        length: 1,
      },
    )
    await handler.getByRole('button', { name: 'Put back' }).click()
    await where.waitFor({ state: 'detached' })
    const asked = `/contacts/${contact.id}/address-match?placeId=`
    t.match(await api.must(200, 'GET', asked + showcasePremisesId('refuge')), { answer: 'withheld', metres: null })
    t.match(
      await api.must(200, 'GET', asked + showcasePremisesId('neighbour')),
      { answer: 'withheld' },
      'nor of any other',
    )
    await own(`update contact set handler_id = null, ended_at = now() where id = $1`, [contact.id])
  },
)

t.test('the network’s address beside the premises; three words; an age; who was named, said later', async (t) => {
  const [own1, own2] =
    await own(`select id, name, town from place where kind = 'premises' and number is not null and not protected
    and invented and street = 'Greystone Road' order by name limit 2`)
  const contact = await ring({ source: 'eisec', address: `${own1?.['name']}, ${own1?.['town']}` })
  await handler.locator(`.row.contact[data-about="contact/${contact.id}"]`).click()
  await where.waitFor()
  const choose = async (typed: unknown) => {
    await where.fill(String(typed))
    await handler
      .getByRole('option', { name: String(typed) })
      .first()
      .waitFor()
    await where.press('Enter')
  }
  if (own2) {
    await choose(own2['name'])
    await handler.locator('.network', { hasText: /address is another one, \d+/ }).waitFor()
  }
  await choose(own1?.['name'])
  await handler.locator('.network', { hasText: 'address is the same' }).waitFor()
  await where.fill('///aaa.bbb.ccd')
  await handler.getByText(/There is no place \/\/\/aaa\.bbb\.ccd/).waitFor()
  await where.fill('///aaa.bbb.ccc')
  await handler.getByText(/what3words says: \/\/\/aaa\.bbb\.ccc, near Boot, Cumbria; .* to 3 m/).waitFor()
  await where.press('Enter')
  await inWhere(/^\/\/\/aaa\.bbb\.ccc, near Boot, Cumbria \(what3words, to 3 m\)$/)

  for (const [family, given] of [
    ['Exampleton', 'Anna Rose'],
    ['Exampleton', 'Anna Mary'],
  ])
    await own(
      `insert into person (id, family_name, given_names, born_on, source) values (gen_random_uuid(), $1, $2, '1942-03-04', 'test')`,
      [family, given],
    )
  await handler.keyboard.press('Alt+p')
  await handler.getByLabel('Name', { exact: true }).last().fill('Anna Exampleton')
  await handler.getByLabel('Age, where the date of birth is not known').fill('84')
  await handler.locator('#type').fill('theft')
  await handler.locator('#type').press('Enter')
  await handler.keyboard.press('Alt+o')
  await handler.locator('.sent').waitFor()
  const [named] = await own(`select incident_id, aged, born_on from incident_person where name = 'Anna Exampleton'`)
  t.match(named, { aged: 84, born_on: null })

  await desk.keyboard.press('Alt+7')
  await desk.locator(`[data-about="incident/${named?.['incident_id']}"]`).first().click()
  await desk.getByText('Anna Exampleton: not sure who it is').waitFor()
  await desk.getByRole('button', { name: 'It is Anna Mary Exampleton' }).click()
  await desk.getByText(/Anna Exampleton: taken for Anna Mary Exampleton/).waitFor()
  t.match(await own(`select identified from incident_person where name = 'Anna Exampleton'`), [
    { identified: 'chosen' },
  ])
  t.same([...faults, ...deskFaults], [])
})

t.test(
  'a supervisor marks a place and an administrator ends it; neither is shown its address by the list',
  async (t) => {
    const [house] =
      await own(`select id, name, town from place where kind = 'premises' and number is not null and not protected
    and invented and street <> 'Greystone Road' order by name limit 1`)
    await desk.keyboard.press('Alt+0')
    await desk.locator('#protect-where').fill(`${house?.['name']}, ${house?.['town']}`)
    await desk
      .getByRole('option', { name: String(house?.['name']) })
      .first()
      .waitFor()
    await desk.locator('#protect-where').press('Enter')
    await desk.locator('#protect-reason').fill('A refuge moves in')
    await desk.locator('#protect-from').fill('2026-01-05')
    await desk.locator('#protect-review').fill('2099-01-05')
    await desk.getByRole('button', { name: 'Protect it' }).click()
    const listed = desk.locator(`[data-place="${house?.['id']}"]`)
    await listed.getByText(/A refuge moves in, since 2026-01-05/).waitFor()
    t.notMatch(await listed.evaluate((row) => row.textContent), new RegExp(String(house?.['name'])))
    await listed.getByRole('button', { name: 'Show the address' }).click()
    await listed.getByText(String(house?.['name'])).first().waitFor()

    await changeSeats(seat, 'admin')
    await listed.getByRole('button', { name: 'End protection' }).click()
    await desk.locator('#end-reason').fill('The refuge has moved')
    await listed.locator('form').getByRole('button', { name: 'End protection' }).click()
    await listed.waitFor({ state: 'detached' })
    t.match(await own('select protected from place where id = $1', [house?.['id']]), [{ protected: false }])
    t.same(deskFaults, [])
  },
)
