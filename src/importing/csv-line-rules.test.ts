import t from 'tap'
import { beginRecord, continueRecord, findSeparator, fromWindows, writeCell } from './csv-line-rules.ts'

t.test('plain and quoted cells', async (t) => {
  t.same(beginRecord('a,,c', ',').cells, ['a', '', 'c'])
  t.same(beginRecord('a,"b, ""B""",c,', ',').cells, ['a', 'b, "B"', 'c', ''])
  t.same(beginRecord('"a";"b"', ';'), { cells: ['a', 'b'], open: undefined, broken: false })
  t.same(beginRecord('5" pipe,O"Neil', ',').cells, ['5" pipe', 'O"Neil'], 'a quote inside a cell is a letter')
  t.same(beginRecord('""', ',').cells, [''])
})

t.test('a quoted cell goes on over lines', async (t) => {
  const first = beginRecord('1,"first', ',')
  t.same(first, { cells: ['1'], open: 'first', broken: false })
  const second = continueRecord(first, '  second, still', ',')
  t.equal(second.open, 'first\n  second, still')
  t.same(continueRecord(second, 'third ""word""",2', ',').cells, ['1', 'first\n  second, still\nthird "word"', '2'])
  t.same(continueRecord(first, 'ends "" not', ',').open, 'first\nends " not')
  t.same(first.cells, ['1'], 'the record in hand was left as it was')
})

t.test('something after the quote that ends a cell', async (t) => {
  t.equal(beginRecord('1,"a" b,2', ',').broken, true)
  t.equal(continueRecord(beginRecord('1,"a', ','), '2,"b",3', ',').broken, true)
})

t.test('the separator under which the columns are there', async (t) => {
  t.equal(findSeparator('Ref;Opened, local;Type', ['Ref', 'Type']), ';')
  t.equal(findSeparator('Ref|Type', ['Ref', 'Type']), '|')
  t.equal(findSeparator('"Ref"\tType', ['Ref', 'Type']), '\t')
  t.equal(findSeparator('a,b;c,d', ['no']), ',')
  t.equal(findSeparator('one', ['one']), ',')
})

t.test('cells are written so that they are read again', async (t) => {
  for (const text of ['plain', 'a "b", c', 'two\nlines', 'x;y', '']) {
    const lines = writeCell(text).split('\n')
    const record = lines
      .slice(1)
      .reduce((begun, line) => continueRecord(begun, line, ','), beginRecord(lines[0] ?? '', ','))
    t.same(record.cells, [text])
  }
})

t.test('Windows-1252', async (t) => {
  t.equal(fromWindows(Buffer.from([0x93, 0x61, 0x94, 0x80, 0xe9, 0x92]).toString('latin1')), '“a”€é’')
})
