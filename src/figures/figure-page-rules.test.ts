import t from 'tap'
import { writePage } from './figure-page-rules.ts'

const clocks = {
  id: 'clocks-met',
  name: 'Attended within the <first> clock',
  requirement: 'HMIC 2014, CR-16',
  groups: [{ name: 'All', said: '92.3 % (48 of 52)' }],
}
const page = {
  title: 'Daily management meeting, 22 November 2026',
  area: 'North & West',
  asOf: '2026-11-23T07:00:00.000Z',
  definitions: { version: '2026-11', validFrom: '2014-01-01T00:00:00.000Z' },
  columns: [
    { title: 'The day', figures: [clocks] },
    { title: 'Seven days', figures: [] },
  ],
  parts: [
    { title: 'By grade', figures: [clocks] },
    { title: 'Reasons', figures: [] },
  ],
}

t.test(
  'a page tells each number with its n, as of when, and by which definitions; and nothing in it runs',
  async (t) => {
    const html = writePage(page)
    t.match(html, '92.3 % (48 of 52)')
    t.match(html, 'Attended within the &lt;first&gt; clock')
    t.match(html, 'North &amp; West')
    t.match(html, 'As of 2026-11-23T07:00:00.000Z; definitions 2026-11 of 2014-01-01')
    t.match(html, 'None counted', 'a column without that figure')
    t.match(html, '<td colspan="3">None counted</td>')
    t.notMatch(html, /<script|style=|<style/)
  },
)

t.test('without definitions the page says so', async (t) => {
  t.match(writePage({ ...page, definitions: null, columns: [] }), 'no definitions of figures are loaded')
})
