import t from 'tap'
import type { JournalEvent } from '../journal/index.ts'
import { ev } from './frame.ts'
import { evText, RecentLines, slicesOf, toLine } from './recent-lines.ts'

function event(seq: number, more: Partial<JournalEvent> = {}): JournalEvent {
  return {
    seq,
    at: new Date('2026-11-22T10:00:00.123Z'),
    type: 'log-entry-added',
    actorId: null,
    incidentId: null,
    areaId: null,
    unitIds: [],
    audience: 'room',
    data: { n: seq },
    ...more,
  }
}
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => toLine(event(from + index)))

t.test('the text of an event is an ev frame, whatever its characters', async (t) => {
  const incidentId = '0198d6a0-0000-7000-8000-0000000000c0'
  const data = { text: '" \\ \u2028 \uFFFD } ,"seq":9', none: null }
  t.same(ev.parse(JSON.parse(evText(toLine(event(8, { incidentId, data })), 5))), {
    frame: 'ev',
    seq: 8,
    prev: 5,
    type: 'log-entry-added',
    at: '2026-11-22T10:00:00.123Z',
    incidentId,
    data,
  })
  t.notOk('incidentId' in JSON.parse(evText(toLine(event(8)), 7)))
})

t.test('a line knows whether it must be receipted', async (t) => {
  t.ok(toLine(event(1, { type: 'contact-received' })).mustBeReceipted)
  t.ok(toLine(event(1, { type: 'incident-graded', data: { direction: 'raised' } })).mustBeReceipted)
  t.notOk(toLine(event(1, { type: 'incident-graded', data: { direction: 'lowered' } })).mustBeReceipted)
  t.notOk(toLine(event(1, { data: null })).mustBeReceipted)
})

t.test('slices hold every line once and in order, none of them much over 128 KiB, and at least one line', async (t) => {
  const large = 'x'.repeat(60_000)
  const mixed = [
    ...lines(1, 900),
    ...[901, 902, 903, 904].map((seq) => toLine(event(seq, { data: large.repeat(seq === 903 ? 9 : 1) }))),
  ]
  const slices = [...slicesOf(mixed)]
  t.same(slices.flat(), mixed)
  for (const slice of slices) {
    const characters = slice.map((line) => line.rest.length)
    t.ok(characters.slice(0, -1).reduce((sum, one) => sum + one, 0) < 131_072)
  }
  t.equal(slices.length, 3)
  t.same([...slicesOf([])], [])
})

t.test('gives exactly what follows, or nothing at all', async (t) => {
  const recent = new RecentLines()
  t.equal(recent.after(0, 10), undefined)
  recent.push(lines(101, 150))
  const seqs = (seq: number, limit: number) => recent.after(seq, limit)?.map((line) => line.seq)
  t.same(seqs(100, 2), [101, 102])
  t.same(seqs(148, 10), [149, 150])
  t.equal(seqs(99, 10), undefined, '100 is not here any more')
  t.equal(seqs(150, 10), undefined, 'nothing newer')
  recent.clear()
  t.equal(seqs(148, 10), undefined)
})

t.test('keeps the newest 2,000 and no more than 8 MiB', async (t) => {
  const recent = new RecentLines()
  for (let page = 0; page < 20; page += 1) recent.push(lines(page * 500 + 1, page * 500 + 500))
  t.equal(recent.after(7_999, 1), undefined)
  t.equal(recent.after(8_000, 1)?.[0]?.seq, 8_001)
  t.equal(recent.after(9_998, 10)?.length, 2)
  const large = 'x'.repeat(1_048_576)
  recent.push(Array.from({ length: 10 }, (_, index) => toLine(event(10_001 + index, { data: large }))))
  t.equal(recent.after(10_002, 1), undefined)
  t.equal(recent.after(10_003, 10)?.length, 7)
})
