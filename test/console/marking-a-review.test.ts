import pg from 'pg'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { changeSeats, openBrowser, openConsole } from './browser.ts'
import { bringChecker, checkScreen } from './screen-checks.ts'
import { comes } from './waiting.ts'

// pages of a browser, on a machine that may be busy
t.setTimeout(300_000)

const room = await openControlRoom(t)
const owner = new pg.Client({ connectionString: room.ownerUrl })
await owner.connect()
t.teardown(() => owner.end())
const own = async (text: string, values: unknown[] = []) =>
  (await owner.query<Record<string, unknown>>(text, values)).rows
const api = await room.signIn('supervisor1')
const browser = await openBrowser(t)

t.test('a review is marked by keyboard alone, shared, and acknowledged by the person', async (t) => {
  const seat = await openConsole(browser, room.url, 'supervisor1', { prepare: bringChecker })
  const { page } = seat
  const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  await page.keyboard.press('Alt+r')
  await page.locator('#quality:focus').waitFor()
  await page.locator('#draw-from').fill(day(31))
  await page.locator('#draw-to').fill(day(1))
  await page.keyboard.press('Enter')
  await page.getByText(/: \d+ of \d+, \d+ by two\. Plan 2026-11-23, seed \d+/).waitFor()
  await page.getByRole('button', { name: 'Draw it again' }).click()
  await page.getByText(/Drawn again: the same \d+/).waitFor()

  // one of a call handler that nobody else marks comes first: it was begun before
  const [review] = await own(
    `insert into quality_marking (id, review_id, reviewer_id)
     select gen_random_uuid(), r.id, me.id from quality_review r join staff s on s.id = r.staff_id, staff me
     where me.username = 'supervisor1' and not r.blind and s.username like 'handler%'
       and not exists (select from quality_hands(r.incident_id) h where h.staff_id = me.id)
       and exists (select from log_entry e where e.incident_id = r.incident_id) limit 1
     returning review_id, (select s.username from quality_review r join staff s on s.id = r.staff_id where r.id = review_id)`,
  )
  await page.locator('#quality').focus()
  await page.keyboard.press('q')
  await page.locator(`.review-sheet[data-review="${review?.['review_id']}"]`).waitFor()
  const items = await page.locator('.review-item').evaluateAll((all) => all.map(({ id }) => id))
  await comes(t, focused, items[0] ?? '', 'the first item has the keyboard')
  await page.getByText(/^Contains distressing content: domestic abuse reported/).waitFor()
  t.equal((await page.$$('.review-log ol')).length, 0, 'nothing of the log is shown before it is asked for')
  t.same((await checkScreen(page)).faults, [])
  await page.keyboard.press('l')
  await page.locator('.review-log ol li').first().waitFor()

  await page.keyboard.press('1')
  await comes(t, focused, items[1] ?? '', 'Met goes on')
  await page.keyboard.press('2')
  await comes(t, focused, items[1]?.replace('item', 'note') ?? '', 'Partly asks why')
  await page.keyboard.type('Asked for 12 minutes late')
  await page.getByText(/^Saved \d/).waitFor()
  await page.keyboard.press('Enter')
  for (const id of items.slice(2)) {
    await comes(t, focused, id, 'the next that owes something')
    await page.keyboard.press('1')
  }
  await page.locator('.review-sheet .commands .primary:focus').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.locator('#feedback').waitFor()
  t.match(await own(`select marks from quality_finding where review_id = $1`, [review?.['review_id']]), [
    { marks: [{ mark: 'met' }, { mark: 'partly', note: 'Asked for 12 minutes late' }] },
  ])
  await page.locator('#feedback').fill('Calm and clear. Ask for children sooner.')
  await page.locator('#action-text').fill('Listen to two calls together')
  await page.locator('#action-due').fill(day(-14))
  t.same((await checkScreen(page)).faults, [])
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.locator('.feedback').getByText('Calm and clear').waitFor()
  await page.locator('.quality-panel .development', { hasText: 'Listen to two calls together' }).waitFor()

  await changeSeats(seat, String(review?.['username']))
  await page.getByRole('button', { name: 'My reviews: 1 new (Alt+M)' }).waitFor()
  await page.keyboard.press('Alt+m')
  await page.locator('.my-reviews svg.bars').waitFor()
  t.same((await checkScreen(page)).faults, [])
  await page.locator('.own-review').getByLabel('In your own words, if you like').fill('I will.')
  await page.keyboard.press('Enter')
  await page.locator('.own-words').getByText('I will.').waitFor()
  await page.getByRole('button', { name: 'My reviews (Alt+M)' }).waitFor()
  await page.getByLabel('What was done').fill('Both heard on Friday')
  await page.keyboard.press('Enter')
  await page.getByText('To be developed: 0').waitFor()
  t.match(await api.must(200, 'GET', '/quality/actions'), [{ doneWords: 'Both heard on Friday' }])
  t.same(seat.faults, [])
})
