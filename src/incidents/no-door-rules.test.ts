import t from 'tap'
import { incidentOfPath, nameAttempt, type RefusedRequest } from './no-door-rules.ts'

const id = '0198d6a0-0000-7000-8000-000000000001'
const asked = (more: Partial<RefusedRequest>): RefusedRequest => ({
  method: 'POST',
  path: `/incidents/${id}`,
  status: 404,
  isUnknown: true,
  fields: [],
  ...more,
})

t.test('an address says which incident it is about', async (t) => {
  t.equal(incidentOfPath(`/incidents/${id.toUpperCase()}/merge`), id)
  t.equal(incidentOfPath(`/incidents/${id}`), id)
  t.equal(incidentOfPath('/incidents/near'), undefined)
  t.equal(incidentOfPath(`/units/${id}`), undefined)
})

t.test('an order that there is not is an attempt, in plain words only', async (t) => {
  t.equal(nameAttempt(asked({ method: 'DELETE' })), 'an order that there is not (DELETE)')
  t.equal(nameAttempt(asked({ path: `/incidents/${id}/merge` })), 'an order that there is not (POST merge)')
  t.equal(
    nameAttempt(asked({ path: `/incidents/${id}/cancel/07700900142/he%20said` })),
    'an order that there is not (POST cancel)',
  )
})

t.test('writing over what only a command may change is an attempt, under every name it has', async (t) => {
  const patch = { method: 'PATCH', status: 400, isUnknown: false }
  t.equal(nameAttempt(asked({ ...patch, fields: ['status'] })), 'writing over status')
  t.equal(
    nameAttempt(asked({ ...patch, fields: ['summary', 'domestic_abuse', 'Locked'] })),
    'writing over domestic_abuse, Locked',
  )
  t.equal(nameAttempt(asked({ ...patch, fields: ['sumary'] })), undefined, 'a slip is none')
  t.equal(
    nameAttempt(asked({ ...patch, status: 403, fields: ['status'] })),
    undefined,
    'whoever may not change it at all',
  )
  t.equal(nameAttempt(asked({ ...patch, method: 'POST', fields: ['status'] })), undefined)
})

t.test('grading without the right is an attempt; reading is none', async (t) => {
  t.equal(nameAttempt(asked({ path: `/incidents/${id}/grade`, status: 403, isUnknown: false })), 'grading')
  t.equal(nameAttempt(asked({ path: `/incidents/${id}/log`, status: 403, isUnknown: false })), undefined)
  for (const method of ['GET', 'HEAD', 'OPTIONS']) t.equal(nameAttempt(asked({ method })), undefined)
  t.equal(nameAttempt(asked({ path: '/units' })), undefined)
})
