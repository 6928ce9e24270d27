import t from 'tap'
import { dayOf, readIsoInstant, readWallTime, timeFormat, ZoneClock } from './import-time-rules.ts'

const london = new ZoneClock('Europe/London')
const iso = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString())
const read = (text: string, format: string) => {
  const made = timeFormat(format)
  const wall = made && readWallTime(text, made)
  return wall && iso(london.instantOf(wall))
}

t.test('formats of other systems, by the clock on their wall', async (t) => {
  t.equal(read('31/12/2024 14:05:09', 'dd/MM/yyyy HH:mm:ss'), '2024-12-31T14:05:09.000Z')
  t.equal(read('1/7/24 9:05', 'd/M/yy H:mm'), '2024-07-01T08:05:00.000Z', 'summer time')
  t.equal(read('1/7/85', 'd/M/yy'), '1985-06-30T23:00:00.000Z')
  t.equal(read('20240102030405.678', 'yyyyMMddHHmmss.SSS'), '2024-01-02T03:04:05.678Z')
  t.equal(read('2024-01-02T03:04', 'yyyy-MM-ddTHH:mm'), '2024-01-02T03:04:00.000Z')
})

t.test('what does not fit, and dates that there are not', async (t) => {
  for (const text of ['31.12.2024', '31/12/24', '', '31/02/2024', '00/01/2024', '01/13/2024', '01/01/1024']) {
    t.equal(read(text, 'dd/MM/yyyy'), undefined, text)
  }
  for (const text of ['24:00:00', '23:60:00', '23:59:60'])
    t.equal(read(`2024-01-01 ${text}`, 'yyyy-MM-dd HH:mm:ss'), undefined)
})

t.test('a format names a year, a month and a day, once each', async (t) => {
  for (const text of ['', 'HH:mm', 'dd/MM', 'dd/MM/yyyy dd', 'words']) t.equal(timeFormat(text), undefined, text)
  t.ok(timeFormat('(dd.MM.yyyy)')?.pattern.test('(01.02.2024)'), 'what stands between is taken as it is')
})

t.test('the hour that comes twice is the first, the hour that never was is none', async (t) => {
  t.equal(read('27/10/2024 01:30', 'dd/MM/yyyy HH:mm'), '2024-10-27T00:30:00.000Z')
  t.equal(read('27/10/2024 02:00', 'dd/MM/yyyy HH:mm'), '2024-10-27T02:00:00.000Z')
  t.equal(read('31/03/2024 01:30', 'dd/MM/yyyy HH:mm'), undefined)
  t.equal(read('31/03/2024 02:00', 'dd/MM/yyyy HH:mm'), '2024-03-31T01:00:00.000Z')
  t.equal(new ZoneClock('America/St_Johns').dayOf(Date.parse('2024-01-01T03:00:00Z')), '2023-12-31', 'west of us')
})

t.test('days', async (t) => {
  t.equal(london.dayOf(Date.parse('2024-06-30T23:30:00Z')), '2024-07-01')
  t.equal(london.dayOf(Date.parse('2024-12-31T23:30:00Z')), '2024-12-31')
  t.equal(dayOf({ year: 2024, month: 2, day: 9 }), '2024-02-09')
})

t.test('ISO 8601, with and without where it was', async (t) => {
  const asIso = (text: string) => iso(readIsoInstant(text, london))
  t.equal(asIso('2024-07-01T10:00:00Z'), '2024-07-01T10:00:00.000Z')
  t.equal(asIso('2024-07-01 10:00:00.5'), '2024-07-01T09:00:00.500Z')
  t.equal(asIso('2024-07-01T10:00+02:00'), '2024-07-01T08:00:00.000Z')
  t.equal(asIso('2024-07-01T10:00-0330'), '2024-07-01T13:30:00.000Z')
  t.equal(asIso('2024-07-01'), '2024-06-30T23:00:00.000Z')
  for (const text of ['01/07/2024', '2024-02-30', '2024-07-01T25:00Z']) t.equal(asIso(text), undefined, text)
})

t.test('a time zone that there is not', async (t) => t.throws(() => new ZoneClock('Europe/Kendal'), RangeError))
