import t from 'tap'
import { toTelephone } from './telephone-rules.ts'

const number = (given: string) => toTelephone(given).number

t.test('every form of one number is one number', async (t) => {
  for (const given of [
    '07700 900123',
    '07700900123',
    '+447700900123',
    '+44 7700 900123',
    '+44 (0)7700 900123',
    '0044 7700 900123',
    '0044 (0) 7700-900-123',
    '447700900123',
    '7700900123',
    '07700.900.123',
    '(07700) 900 123',
    '07700\u00a0900123',
    '  07700 900123  ',
    '07700 900123 ext 4',
    '07700 900123 x4',
    'tel:+447700900123',
    'tel:07700900123;phone-context=+44',
    'sip:+447700900123@10.0.0.1',
    'mum 07700 900123',
    '+ 44 (7700) 900 123',
    '(+44) 7700 900123',
    '(0044) 7700 900123',
    '00 44 7700 900123',
    '0044 (0)7700 900123',
    '44 (0)7700 900123',
    '+44 07700 900123',
    '+44 0 7700 900123',
    '+0044 7700 900123',
    '+00447700900123',
    '011 44 7700 900123',
    '07700/900123',
    '07700–900–123',
    '07700_900_123',
    '0 7 7 0 0 9 0 0 1 2 3',
    '０７７００ ９００１２３',
    'O77OO 9OO123',
    '07700 9OO 123',
    '07700 900I23',
    '141 07700 900123',
    '1470 07700900123',
    '1470 +44 7700 900123',
    '18001 07700 900123',
    '"Mum" <sip:+447700900123@ims.example;user=phone>',
    'sips:07700900123;user=phone',
    '07700 900123#4',
    '07700 900123, 22',
    '07700 900123 extension 12',
    '07700900123;ext=4',
    'Mob: 07700 900 123',
    '07700 900123 (mobile)',
    'oh double seven oh oh nine hundred one two three',
    'zero seven seven double oh, nine double zero, one two three',
    'plus four four seven seven double nought nine hundred one two three',
  ]) {
    t.match(toTelephone(given), { number: '+447700900123', withheld: false, kind: 'whole', payphone: false }, given)
  }
})

t.test('every drama range is whole, although no network has given it to anybody', async (t) => {
  t.equal(number('01632 960999'), '+441632960999')
  t.equal(number('(01632) 960 000'), '+441632960000')
  t.equal(number('020 7946 0000'), '+442079460000')
  t.equal(number('020 7946 0999'), '+442079460999')
  t.equal(number('0808 157 0000'), '+448081570000')
  t.equal(number('07700 900000'), '+447700900000')
})

t.test('short numbers that are whole, and numbers of other countries', async (t) => {
  t.equal(number('0800 1111'), '+448001111')
  t.equal(number('+1 212 555 0100'), '+12125550100')
  t.equal(number('0033 1 99 00 12 34'), '+33199001234')
})

t.test('withheld, anonymous and empty are withheld', async (t) => {
  for (const given of [
    null,
    '',
    '  ',
    'withheld',
    'Withheld',
    'ANONYMOUS',
    'Number withheld',
    'private number',
    'unavailable',
    'No CLI',
    'unknown',
    'sip:anonymous@anonymous.invalid',
    'with-held',
    'number not available',
    'caller id withheld',
    'presentation restricted',
    'International',
    'out of area',
    'ex-directory',
    'none',
    'N/A',
    'P',
    '-',
    '???',
  ]) {
    t.match(toTelephone(given), { number: null, withheld: true, kind: 'withheld' }, String(given))
  }
})

t.test('what is not a telephone is no number, and is not called withheld', async (t) => {
  for (const given of [
    '1234567',
    '07700900',
    '0770090012345',
    '00000000000',
    '0000000000',
    '+44',
    '+999 123 456',
    'sausages',
    '0800 FLOWERS',
    '\u0000',
    '0'.repeat(400),
    '07700 900123 / 07700 900456',
    '07700 900123 or 07700 900456',
    'double trouble',
    'oh seven seven',
    'one of them',
    '0',
  ]) {
    t.match(toTelephone(given), { number: null, withheld: false, kind: 'unclear' }, given)
  }
})

t.test('two numbers that differ in one digit stay two', async (t) => {
  t.not(number('07700 900123'), number('07700 900124'))
  t.not(number('01632 960123'), number('020 7946 0123'))
  t.equal(number('oh one six three two, nine six oh, treble one'), '+441632960111')
  t.equal(number('oh one six three two, nine six oh, triple two'), '+441632960222')
})

t.test('a short code is nobody’s number', async (t) => {
  for (const given of ['999', '101', '112', '105', '61016', '18000', '116123'])
    t.match(toTelephone(given), { number: null, withheld: false, kind: 'short' }, given)
})

t.test('a public telephone has its number and its mark', async (t) => {
  for (const given of [
    'payphone 01632 960123',
    'PAY PHONE 01632960123',
    '01632 960123 (kiosk)',
    '+441632960123 phone box',
    'coin box: 01632 960 123',
  ])
    t.match(toTelephone(given), { number: '+441632960123', withheld: false, payphone: true }, given)
  t.match(toTelephone('Payphone'), { number: null, withheld: false, kind: 'unclear', payphone: true })
  t.match(toTelephone('(payphone)'), { number: null, withheld: false, kind: 'unclear', payphone: true })
  t.match([toTelephone(null), toTelephone('01632 960123')], [{ payphone: false }, { payphone: false }])
  t.match(toTelephone('withheld (payphone)'), { number: null, payphone: true })
})

t.test('numbers of other lands keep their own digits', async (t) => {
  t.equal(number('+353 1 555 0123'), '+35315550123')
  t.equal(number('001 (212) 555-0100'), '+12125550100')
  t.not(number('+1 770 090 0123'), number('07700 900123'))
  t.not(number('0114 496 0123'), number('+1 144 960 0123'), 'what begins like an exit code is an area code')
})
