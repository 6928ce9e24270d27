import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { openControlRoom } from '../support/control-room.ts'
import { root } from '../support/keeper-address.ts'
import { type BrowserDesk, openBrowser, openPage, signInAt } from './browser.ts'

// pages of a browser, on a machine that may be busy
t.setTimeout(300_000)

/** One step of the page: who, what they do, one after the other, and what is then on their screen. */
type Step = { who: string; acts: string[]; sees: string[] }
/** The unit that the dispatcher sent, as it signs in. */
type Shift = { callsign: string }

const quoted = '"([^"]+)"'
const code = '`([^`]+)`'
const visible = (page: Page, words: string) => page.getByText(words).filter({ visible: true }).first()
/** What is under this label, or is called so; a list to choose from has its choices inside its label. */
const control = (page: Page, label: string) =>
  page
    .getByLabel(label, { exact: true })
    .or(
      page
        .locator('label')
        .filter({ has: page.locator('.label').getByText(label, { exact: true }) })
        .locator('input, select, textarea'),
    )
    .first()
/** A list takes a key a moment after it has changed, so that none meant for the one before is taken. */
const SETTLE_MS = 800

/** Every act that the page may name; another one is no step. */
const verbs: readonly { reads: RegExp; does: (page: Page, words: string[], shift: Shift) => Promise<unknown> }[] = [
  { reads: new RegExp(`^sign in as ${code}$`), does: (page, [name = '']) => signInAt({ page }, name) },
  { reads: /^sign in as the unit that was sent$/, does: (page, _, { callsign }) => signInAt({ page }, callsign) },
  {
    reads: new RegExp(`^type ${code} into ${quoted}$`),
    does: (page, [text = '', label = '']) => control(page, label).fill(text),
  },
  {
    reads: new RegExp(`^choose ${quoted} in ${quoted}$`),
    does: (page, [option = '', label = '']) => control(page, label).selectOption({ label: option }),
  },
  {
    reads: new RegExp(`^tick ${quoted}$`),
    does: (page, [label = '']) => page.getByLabel(label, { exact: true }).check(),
  },
  { reads: new RegExp(`^pick ${quoted}$`), does: (page, [name = '']) => page.getByRole('option', { name }).click() },
  {
    reads: /^press the number of the incident$/,
    does: (page) => page.locator('.watched', { hasText: 'Greystone Road' }).getByRole('button').first().click(),
  },
  {
    reads: new RegExp(`^press ${code}$`),
    does: async (page, [key = '']) => {
      if (/^\d$/.test(key)) await page.waitForTimeout(SETTLE_MS)
      await page.keyboard.press(key)
    },
  },
  {
    reads: new RegExp(`^press ${quoted}$`),
    does: (page, [name = '']) => {
      const begins = name.endsWith(' …')
      const wanted = begins ? new RegExp(`^${name.slice(0, -2)} \\d`) : name
      return page.getByRole('button', { name: wanted, exact: !begins }).click()
    },
  },
]

/** Reads the steps of a page. @throws Error that names a line which is no step */
function readSteps(text: string): Step[] {
  const lines = text.split('\n').filter((line) => /^\d+\. /.test(line))
  return lines.map((line) => {
    const [, who, acts, sees] = /^\d+\. \*\*(\w+)\*\*: (.+?)\. You see: (.+)\.$/.exec(line) ?? []
    if (!who || !acts || !sees) throw new Error(`no step: ${line}`)
    const step = { who, acts: acts.split('; '), sees: sees.split(/(?<="), (?=")/).map((words) => words.slice(1, -1)) }
    for (const act of step.acts) if (!verbs.some(({ reads }) => reads.test(act))) throw new Error(`nobody can: ${act}`)
    return step
  })
}

t.test('the page is read by a fixed grammar, and a step that nobody can do is named', async (t) => {
  t.same(readSteps('1. **Crew**: press `A`; press "Go". You see: "one", "two".\nMore words.'), [
    { who: 'Crew', acts: ['press `A`', 'press "Go"'], sees: ['one', 'two'] },
  ])
  t.throws(() => readSteps('1. **Crew**: look around. You see: "one".'), /nobody can: look around/)
  t.throws(() => readSteps('1. **Crew** press `A`.'), /no step/)
})

t.test('every step of the first shift is as the page says', async (t) => {
  const steps = readSteps(readFileSync(join(root, 'docs/first-shift.md'), 'utf8'))
  t.ok(steps.length > 15, `${steps.length} steps`)
  const room = await openControlRoom(t)
  const browser = await openBrowser(t)
  const desks = new Map<string, BrowserDesk>()
  const deskOf = async (who: string) => {
    const desk =
      desks.get(who) ?? (await openPage(browser, room.url, who === 'Crew' ? { width: 360, height: 740 } : {}))
    desks.set(who, desk)
    return desk
  }
  const shift: Shift = { callsign: '' }
  for (const { who, acts, sees } of steps) {
    const { page } = await deskOf(who)
    for (const act of acts) {
      const verb = verbs.find(({ reads }) => reads.test(act))
      await verb?.does(page, verb.reads.exec(act)?.slice(1) ?? [], shift)
    }
    for (const words of sees) {
      await visible(page, words).waitFor()
      t.pass(`${who}: ${acts.join('; ')}: ${words}`)
    }
    const sent = page.locator('.deployment .callsign')
    if (who === 'Dispatcher' && shift.callsign === '' && acts.includes('press `1`'))
      shift.callsign = ((await sent.first().textContent()) ?? '').toLowerCase()
  }
  for (const { faults, context } of desks.values()) {
    t.same(faults, [])
    await context.close()
  }
})
