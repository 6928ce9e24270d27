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
  ]) {
    t.same(toTelephone(given), { number: '+447700900123', withheld: false }, given)
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
  ]) {
    t.same(toTelephone(given), { number: null, withheld: true }, String(given))
  }
})

t.test('what is not a telephone is no number, and is not called withheld', async (t) => {
  for (const given of [
    '999',
    '101',
    '61016',
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
  ]) {
    t.same(toTelephone(given), { number: null, withheld: false }, given)
  }
})

t.test('two numbers that differ in one digit stay two', async (t) => {
  t.not(number('07700 900123'), number('07700 900124'))
  t.not(number('01632 960123'), number('020 7946 0123'))
})
