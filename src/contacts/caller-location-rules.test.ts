import t from 'tap'
import { chooseLocation, readCallerLocation } from './caller-location-rules.ts'

const sms = (raw: string) => readCallerLocation({ form: 'aml-sms', raw })
const https = (raw: string | Record<string, string | number | null>) => readCallerLocation({ form: 'aml-https', raw })
const eisec = (raw: string | Record<string, string | number>) => readCallerLocation({ form: 'eisec', raw })
/** With the length it has, as a handset would write it. */
const measured = (body: string) => {
  const rest = `${body};ml=`
  const length = [2, 3]
    .map((digits) => rest.length + digits)
    .find((whole) => String(whole).length === whole - rest.length)
  return rest + String(length)
}

t.test('AML by SMS, version 1', async (t) => {
  const etsi =
    'A"ML=1;lt=+54.76397;lg=-0.18305;rd=50;top=20130717141935;lc=90;pm=W;si=123456789012345;ei=1234567890123456;mcc=234;mnc=30;ml=128'
  t.match(sms(etsi), {
    source: 'aml',
    lat: 54.76397,
    lon: -0.18305,
    radiusMetres: 50,
    confidencePercent: 90,
    fixedAt: '2013-07-17T14:19:35.000Z',
    problem: null,
    address: null,
  })
  t.match(sms(` ${etsi}\n`), { lat: 54.76397 }, 'space around it is none of it')
  t.match(
    sms('A"ML=1;lt=54.76397;lg=0.18305;rd=50.5;top=20130717141935'),
    { lat: 54.76397, lon: 0.18305, radiusMetres: 50.5 },
    'no signs, no length',
  )
  t.match(
    sms('A"ML=1;xx=new;rd=50;lg=-2.75;pm=G;lt=+54.66;;=;'),
    { lat: 54.66, lon: -2.75, fixedAt: null },
    'any order, keys that are new',
  )
  t.match(sms('A"ML=1;lt=+54.66;lg=-2.75;rd=-5;lc=900;top=20131317141935'), {
    lat: 54.66,
    radiusMetres: null,
    confidencePercent: null,
    fixedAt: null,
  })
})

t.test('a handset that found nothing sends zeros: no place in the sea', async (t) => {
  const none = measured(
    'A"ML=1;lt=+00.00000;lg=+000.00000;rd=N;top=20220131173734;lc=0;pm=N;si=234159000000000;ei=123456789012345;mcc=234;mnc=15',
  )
  t.match(sms(none), { lat: null, lon: null, problem: 'says that the handset found no position' })
  t.match(sms('A"ML=1;lt=+00.00000;lg=+000.00000;rd=20'), { lat: null, problem: /no position/ })
  t.match(sms('A"ML=2;en=999;ls=N'), { lat: null, problem: /no position/ })
  t.match(sms('A"ML=2;en=999;et=1593187189'), { lat: null, problem: /no position/ })
})

t.test('a message that was cut off or spoilt', async (t) => {
  const whole = measured('A"ML=1;lt=+54.66;lg=-2.75123;rd=50')
  t.match(sms(whole), { lon: -2.75123 })
  t.match(sms(whole.replace('123;', '12;')), { lat: null, problem: 'is shorter than it says it is' })
  t.match(sms('A"ML=1;lt=+54.66;lg='), { problem: 'has no longitude that can be read' })
  t.match(sms('A"ML=1;lt=north;lg=-2.75'), { problem: 'has no latitude that can be read' })
  t.match(sms('A"ML=1;lt=+95;lg=-2.75'), { problem: /not on the earth/ })
  t.match(sms('A"ML=1;lt=+54;lg=-200'), { problem: /not on the earth/ })
  t.match(sms('A"ML=7;lt=+54.66;lg=-2.75'), { problem: /version that is not known/ })
  t.match(sms('help me'), { source: 'aml', problem: /does not begin/ })
  t.match(readCallerLocation({ form: 'aml-sms', raw: {} }), { problem: 'is no text' })
})

t.test('AML by SMS, version 2: lg is a language, lt the seconds from the call to the fix', async (t) => {
  const second =
    'A"ML=2;en=999;et=1593187189;lo=54.66123,-2.75456,20.1;lt=5;lc=68;lz=12.0,3.0;ls=G;ei=123456789012345;nc=23415;hc=23415;lg=en-GB'
  t.match(sms(second), {
    source: 'aml',
    lat: 54.66123,
    lon: -2.75456,
    radiusMetres: 20.1,
    confidencePercent: 68,
    fixedAt: '2020-06-26T15:59:54.000Z',
  })
  t.match(
    sms(second.replace('lg=en-GB', 'lg=12')),
    { lon: -2.75456 },
    'a language that looks like a number is still none',
  )
  t.match(sms(second.replace('20.1', '0')), { radiusMetres: null }, 'a radius of nothing is one that is not known')
  t.match(sms(second.replace('lt=5', 'lt=1593187190')), { fixedAt: '2020-06-26T15:59:50.000Z' })
  t.match(sms(second.replace('lt=5;', '')), { fixedAt: '2020-06-26T15:59:49.000Z' })
  t.match(sms(second.replace('et=1593187189;', '')), { lat: 54.66123, fixedAt: null })
})

t.test('AML by HTTPS', async (t) => {
  const fields = {
    v: '1',
    device_number: '+447700900123',
    location_latitude: '54.66',
    location_longitude: '-2.75',
    location_time: '1438102600123',
    location_accuracy: '20',
    location_source: 'gps',
    location_certainty: '68',
    hmac: 'x',
  }
  t.match(https(fields), {
    source: 'aml',
    lat: 54.66,
    lon: -2.75,
    radiusMetres: 20,
    confidencePercent: 68,
    fixedAt: '2015-07-28T16:56:40.123Z',
  })
  t.match(
    https(new URLSearchParams(fields).toString()),
    { lat: 54.66, lon: -2.75, fixedAt: '2015-07-28T16:56:40.123Z' },
    'as the form is posted',
  )
  t.match(https(JSON.stringify(fields)), { lat: 54.66 }, 'or as JSON')
  t.match(
    https({ location_latitude: 54.66, location_longitude: -2.75, location_confidence: 0.68, location_floor: null }),
    { lat: 54.66, confidencePercent: 68, fixedAt: null },
  )
  t.match(https({ v: '1' }), { problem: /no latitude/ })
  t.match(https('7'), { problem: /no latitude/ })
  t.match(https({ location_latitude: 54.66, location_longitude: -2.75, location_time: '99999999999999999' }), {
    fixedAt: null,
  })
})

t.test('what the operator has of a number: an address, a cell', async (t) => {
  t.match(eisec({ address: '914 Greystone Road, Penrith', postcode: 'CA11 8AA', time: '2026-11-22T10:00:00Z' }), {
    source: 'eisec',
    address: '914 Greystone Road, Penrith, CA11 8AA',
    lat: null,
    problem: null,
    fixedAt: '2026-11-22T10:00:00.000Z',
  })
  const cell = eisec({
    easting: 312_100,
    northing: 530_400,
    majorMetres: 1200,
    minorMetres: '800',
    angleDegrees: -10,
    confidence: 67,
    operator: 'x',
  })
  t.match(cell, {
    radiusMetres: 1200,
    ellipse: { majorMetres: 1200, minorMetres: 800, angleDegrees: 350 },
    confidencePercent: 67,
    address: null,
  })
  t.ok(Math.abs((cell.lat ?? 0) - 54.66) < 0.01)
  t.match(eisec({ lat: '54.66', lon: '-2.75', majorMetres: 9, minorMetres: 9, radiusMetres: 30 }), {
    lat: 54.66,
    radiusMetres: 30,
    ellipse: { angleDegrees: 0 },
  })
  t.match(eisec({ lat: '54.66', lon: '-2.75', majorMetres: 300_000, minorMetres: 9 }), {
    ellipse: null,
    radiusMetres: null,
  })
  t.match(eisec({ lat: '54.66', majorMetres: 9, minorMetres: 9 }), { problem: /no longitude/, ellipse: null })
  t.match(eisec({ easting: 900_000, northing: 1, address: 'x' }), { problem: /outside Great Britain/, address: 'x' })
  t.match(eisec({ easting: 300_000, northing: -1 }), { problem: /outside Great Britain/ })
  t.match(eisec({ zone: '12' }), { problem: 'has neither an address nor a position' })
})

t.test('a later location is taken, unless it says less', async (t) => {
  const handset = sms('A"ML=1;lt=+54.66;lg=-2.75;rd=20;top=20260101120000;pm=G')
  const later = sms('A"ML=1;lt=+54.67;lg=-2.75;rd=15;top=20260101120500;pm=G')
  const line = eisec({ address: '914 Greystone Road' })
  const cell = eisec({ lat: '54.7', lon: '-2.7', radiusMetres: 1_500, time: '2026-01-01T12:10:00Z' })
  const bad = sms('no')
  t.equal(chooseLocation(null, bad), bad)
  t.match(chooseLocation(handset, later), { lat: 54.67 })
  t.match(chooseLocation(later, handset), { lat: 54.67 }, 'an older one came late')
  t.match(chooseLocation(handset, cell), { lat: 54.66, source: 'aml' }, 'a cell does not hide the handset')
  t.match(chooseLocation(cell, handset), { lat: 54.7 }, 'older than the cell')
  t.match(chooseLocation(cell, { ...handset, fixedAt: null }), { lat: 54.66 })
  t.match(chooseLocation(line, handset), { lat: 54.66, address: '914 Greystone Road' })
  t.match(chooseLocation(handset, line), { lat: 54.66, address: '914 Greystone Road' })
  t.match(chooseLocation(handset, bad), { lat: 54.66, problem: null })
  t.match(chooseLocation(line, bad), { address: '914 Greystone Road' })
  t.equal(chooseLocation(bad, bad), bad)
})
