import t from 'tap'
import { readCsv, readCsvRows } from './csv.ts'

t.test('plain rows, with either line end, and a last line without one', async (t) => {
  t.same(
    [...readCsvRows('a,b\r\n1,\n,2')],
    [
      ['a', 'b'],
      ['1', ''],
      ['', '2'],
    ],
  )
})

t.test('quotes hold commas, line ends and doubled quotes', async (t) => {
  t.same(
    [...readCsvRows('name,n\n"The ""Temporary"", Bridge\nold",1\nx,2\n')],
    [
      ['name', 'n'],
      ['The "Temporary", Bridge\nold', '1'],
      ['x', '2'],
    ],
  )
  t.same([...readCsvRows('"a"\r\n"b"')], [['a'], ['b']], 'quotes at the line end')
})

t.test('an empty line and a byte order mark are not data', async (t) => {
  t.same([...readCsvRows('\uFEFFa\n\nb\n')], [['a'], ['b']])
  t.same([...readCsvRows('')], [])
})

t.test('records by column, in any order; a short row has empty cells', async (t) => {
  t.same(
    [...readCsv('b,a,c\n1,2,3\n4\n', ['a', 'b'])],
    [
      { a: '2', b: '1' },
      { a: '', b: '4' },
    ],
  )
})

t.test('a column that is not there is named', async (t) => {
  t.throws(() => [...readCsv('a\n1\n', ['a', 'lat', 'lon'])], { message: 'The CSV has no column lat, lon' })
  t.throws(() => [...readCsv('', ['a'])])
})
