import t from 'tap'
import { checkDays, isOverdue } from './protecting-rules.ts'

t.test('a protection is reviewed after today and after it begins; it may begin on any day', async (t) => {
  const today = '2026-11-23'
  t.same(checkDays({ from: today, reviewOn: '2027-05-23' }, today), [])
  t.same(checkDays({ from: '2019-01-01', reviewOn: '2026-11-24' }, today), [])
  t.same(checkDays({ from: '2026-12-01', reviewOn: '2026-12-02' }, today), [], 'it is masked from now on')
  t.match(
    checkDays({ from: '0000-01-01', reviewOn: '2027-05-01' }, today),
    [{ pointer: '/from' }],
    'a slip of the hand',
  )
  t.match(checkDays({ from: today, reviewOn: today }, today), [{ pointer: '/reviewOn', detail: /after today/ }])
  t.match(checkDays({ from: '2027-06-01', reviewOn: '2027-05-01' }, today), [
    { pointer: '/reviewOn', detail: /begins/ },
  ])
})

t.test('past its review it is overdue; on the day it is not', async (t) => {
  t.equal(isOverdue('2026-11-22', '2026-11-23'), true)
  t.equal(isOverdue('2026-11-23', '2026-11-23'), false)
  t.equal(isOverdue(null, '2026-11-23'), true, 'nobody ever said when')
})
