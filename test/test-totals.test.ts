import t from 'tap'
import { findWants } from './support/coverage-judge.ts'
import { addTotals, deservesSecondRun, findTotals, judge, takeSecondRun } from './support/test-totals.ts'

t.test('the totals are those of the run, not of a file in it', async (t) => {
  const output = `TAP version 14
# Subtest: a
    # { total: 99, pass: 99 }
# { total: 1, pass: 1 }
not ok 1 - a
# { total: 7, pass: 4, fail: 2, skip: 1 }
# time=12.3ms
`
  t.same(findTotals(output), { passed: 4, failed: 2, skipped: 1, todo: 0 })
})

t.test('a run that was cut short has no totals', async (t) => {
  t.equal(findTotals(''), undefined)
  t.equal(findTotals('TAP version 14\n    # { total: 3, pass: 3 }\n'), undefined)
})

t.test('a run is good only when something passed, nothing failed and tap said so', async (t) => {
  const all = { passed: 5, failed: 0, skipped: 0, todo: 0 }
  t.same(judge(all, 0), { line: '5 passed, 0 failed', ok: true })
  t.same(judge({ ...all, failed: 2 }, 1), { line: '5 passed, 2 failed', ok: false })
  t.same(judge(all, 1), { line: '5 passed, 1 failed', ok: false }, 'tap was unhappy without saying why')
  t.same(judge(undefined, 1), { line: '0 passed, 1 failed', ok: false }, 'tap was killed')
  t.same(judge({ ...all, passed: 0 }, 0), { line: '0 passed, 0 failed', ok: false }, 'nothing ran')
})

t.test('a few files that failed have a second run, alone; a broken run has none', async (t) => {
  const totals = { passed: 90, failed: 3, skipped: 0, todo: 0 }
  t.ok(deservesSecondRun(totals, ['a.test.ts', 'b.test.ts', 'c.test.ts']))
  t.notOk(deservesSecondRun(totals, ['a.test.ts', 'b.test.ts', 'c.test.ts', 'd.test.ts']), 'too many to be chance')
  t.notOk(deservesSecondRun({ ...totals, failed: 0 }, []), 'nothing failed')
  t.notOk(deservesSecondRun(undefined, ['a.test.ts']), 'tap was cut short')
  const alone = { passed: 7, failed: 0, skipped: 0, todo: 0 }
  t.same(takeSecondRun(totals, alone), { ...totals, failed: 0 }, 'what passed counts once')
  t.same(takeSecondRun(totals, { ...alone, failed: 1 }), { ...totals, failed: 1 }, 'what fails alone fails')
  t.equal(takeSecondRun(totals, undefined), undefined, 'a second run that was cut short is no pass')
})

t.test('coverage wants every line and branch of the rules, and a share of the rest', async (t) => {
  const file = (lines: number, branches = 100) => ({
    lines: { pct: lines },
    statements: { pct: lines },
    functions: { pct: 100 },
    branches: { pct: branches },
  })
  t.same(findWants({ total: file(90), 'a-rules.ts': file(100) }, ['a-rules.ts']), [])
  t.match(findWants({ total: file(90), 'a-rules.ts': file(100, 75) }, ['a-rules.ts']), [
    /^a-rules.ts: 75 % of branches/,
  ])
  t.match(findWants({ total: file(90) }, ['b-rules.ts']), [/^b-rules.ts: no test loads/])
  t.match(findWants({ total: file(40) }, []), [/^40 % of all lines/])
  t.match(findWants({}, []), [/^no coverage/])
})

t.test('two runs come to what both counted, and to nothing when one was cut short', async (t) => {
  const one = { passed: 4, failed: 1, skipped: 2, todo: 3 }
  t.same(addTotals([one, { passed: 1, failed: 0, skipped: 1, todo: 1 }]), { passed: 5, failed: 1, skipped: 3, todo: 4 })
  t.equal(addTotals([one, undefined]), undefined)
  t.equal(addTotals([undefined, one]), undefined)
})
