import type { Page } from 'playwright-core'
import t from 'tap'
import type { Night } from '../bench/painting-page.ts'
import { servePainting } from '../bench/painting-server.ts'
import { openBrowser } from './browser.ts'
import { comes } from './waiting.ts'

// The painter and the queue by themselves, in a real browser: no service is behind this page.

type Window = {
  openNight: (incidents: number, units?: number) => Night
  showRows: (order: readonly string[]) => void
  night: Night
  heard: string[]
}

const browser = await openBrowser(t)
const url = await servePainting(t.testdir({}), (undo) => t.teardown(async () => void undo()))

async function openPage(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } })
  await page.goto(url)
  await page.waitForFunction(() => 'openNight' in globalThis)
  return page
}

t.test(
  'rows change places under somebody who types: the hand, the half-made word and the place read stay',
  async (t) => {
    const page = await openPage()
    const show = (order: string[]) => page.evaluate((ids) => (globalThis as unknown as Window).showRows(ids), order)
    await show(['a', 'b', 'c', 'd'])
    await page.locator('#c').focus()
    await page.keyboard.type('Botcher')
    const keys = await page.context().newCDPSession(page)
    await keys.send('Input.imeSetComposition', { text: 'gat', selectionStart: 3, selectionEnd: 3 })
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(globalThis, { heard })
      for (const type of ['blur', 'focus', 'change', 'compositionend'])
        document.addEventListener(type, () => heard.push(type), true)
      document.querySelector('#c-lines')?.scrollTo(0, 77)
    })
    for (const order of ['acbd', 'cdab', 'dbac']) await show([...order])
    t.same(await page.locator('input').evaluateAll((inputs) => inputs.map(({ id }) => id)), ['d', 'b', 'a', 'c'])
    t.same(await page.evaluate(() => (globalThis as unknown as Window).heard), [], 'the browser saw nobody leave')
    await keys.send('Input.insertText', { text: 'gate' })
    await comes(t, () => page.locator('#c').inputValue(), 'Botchergate')
    t.equal(await page.evaluate(() => document.activeElement?.id), 'c')
    t.equal(await page.locator('#c-lines').evaluate(({ scrollTop }) => scrollTop), 77)
    await page.close()
  },
)

t.test(
  'two thousand incidents: what is in sight is drawn, every key finds its row, and no row moves under a hand',
  async (t) => {
    const page = await openPage()
    await page.evaluate(() => {
      const window = globalThis as unknown as Window
      window.night = window.openNight(2_000)
    })
    const at = page.locator('.row.incident.at')
    const place = () => at.evaluate((row) => [row.id, row.ariaPosInSet, row.getBoundingClientRect().top])
    const isAt = (number: number) => page.locator(`.row.incident.at[aria-posinset="${number}"]`).waitFor()
    await page.locator('.row.incident').first().waitFor()
    const drawn = await page.locator('.row.incident').count()
    t.ok(drawn > 10 && drawn < 100, `${drawn} rows are drawn`)
    await comes(
      t,
      () => page.locator('#queue').evaluate(({ scrollHeight }) => scrollHeight),
      2_000 * 44,
      'and all have their room',
    )

    await page.locator('#queue').focus()
    await page.keyboard.press('End')
    await isAt(2_000)
    await page.waitForFunction(() => {
      const [row, list] = [document.querySelector('.row.at'), document.querySelector('#queue')]
      return row && list && row.getBoundingClientRect().bottom <= list.getBoundingClientRect().bottom + 1
    })
    const last = await at.evaluate(({ id }) => id)
    await comes(t, () => page.locator('#queue').getAttribute('aria-activedescendant'), last)
    await comes(t, () => at.getAttribute('aria-setsize'), '2000')
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('k')
    await isAt(1_997)
    await page.keyboard.press('Home')
    await isAt(1)
    for (let presses = 0; presses < 30; presses += 1) await page.keyboard.press('j')
    await isAt(31)

    const before = await place()
    await page.evaluate(() => {
      const { night } = globalThis as unknown as Window
      for (let times = 0; times < 20; times += 1) night.order()
      night.paint()
    })
    await page.getByText(/^\d+ changes waiting: press \. in the list$/).waitFor()
    t.same(await place(), before, 'the row under the hand is where it was')
    await page.keyboard.press('.')
    await page.locator('.changes:empty').waitFor({ state: 'attached' })

    // by wheel to where no row was drawn before
    await page.locator('#queue').hover()
    await page.mouse.wheel(0, 40_000)
    await page.waitForFunction(() => {
      const list = document.querySelector('#queue')?.getBoundingClientRect()
      return [...document.querySelectorAll('.row.incident')].some((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return list && top >= list.top && bottom <= list.bottom && Number(row.ariaPosInSet) > 900
      })
    })
    await comes(t, async () => (await page.locator('.row.incident').count()) < 100, true)
    await page.close()
  },
)

t.test(
  'three hundred units: a second touches the rows in sight and no other, and every key finds its row',
  async (t) => {
    const page = await openPage()
    await page.evaluate(() => {
      const window = globalThis as unknown as Window
      window.night = window.openNight(1, 300)
    })
    const rows = page.locator('.row.unit')
    await comes(t, async () => (await rows.count()) > 5 && (await rows.count()) < 100, true, 'few are drawn')
    await comes(t, () => page.locator('#units').evaluate(({ scrollHeight }) => scrollHeight), 300 * 24, 'all have room')
    await page.locator('#units').focus()
    await page.keyboard.press('End')
    await page.locator('.row.unit.at[aria-posinset="300"][aria-setsize="300"]').waitFor()
    await page.waitForFunction(() => {
      const [row, list] = [document.querySelector('.row.unit.at'), document.querySelector('#units')]
      return row && list && row.getBoundingClientRect().bottom <= list.getBoundingClientRect().bottom + 1
    })
    await comes(t, () => page.locator('#units').getAttribute('aria-activedescendant'), 'unit-u299')
    await page.keyboard.press('k')
    await page.locator('#unit-u298.at').waitFor()
    await page.locator('#unit-u297').click()
    await page.locator('#unit-u297.at').waitFor()
    await page.keyboard.press('Home')
    await page.locator('#unit-u0.at').waitFor()
    const touched = await page.evaluate(() => {
      const { night } = globalThis as unknown as Window
      const seen = new MutationObserver(() => undefined)
      seen.observe(document.querySelector('#units') as Element, { subtree: true, childList: true, characterData: true })
      night.now += 1_000
      night.paint()
      return seen.takeRecords().length
    })
    t.ok(touched > 0 && touched < 100, `${touched} changes in the page`)
    await page.close()
  },
)
