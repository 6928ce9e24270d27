import t from 'tap'
import { csvLine } from './formula-safe-rules.ts'

t.test('a cell that a spreadsheet would run is text', async (t) => {
  for (const cell of ['=1+1', '+1', '-1', '@sum(a1)', '\tx', '\r=1'])
    t.match(csvLine([cell]), /^"?'/, JSON.stringify(cell))
  t.equal(csvLine(['=cmd|"/c calc"!a1', 'North']), '"\'=cmd|""/c calc""!a1",North\r\n')
})

t.test('everything else is as it was', async (t) => {
  t.equal(
    csvLine(['Time to attend', 12, -3, null, 'a, b', 'two\nlines', 'x=1']),
    'Time to attend,12,-3,,"a, b","two\nlines",x=1\r\n',
  )
})
