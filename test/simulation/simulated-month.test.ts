import { join } from 'node:path'
import t from 'tap'
import { loadPolicy, openBench } from '../../src/simulation/experiment.ts'
import { figuresOf } from '../../src/simulation/month-figures.ts'
import { type Policy, PolicyRefused } from '../../src/simulation/policy.ts'
import { makeCalls } from '../../src/simulation/simulated-calls.ts'
import { type MonthRecord, playMonth } from '../../src/simulation/simulated-month.ts'
import { pickFleet } from '../../src/simulation/unit-posts.ts'
import { findFaults } from './month-checks.ts'

const root = join(import.meta.dirname, '..', '..')
const { ground, source, plan, eligibility } = openBench(join(root, 'data'), 0.05)
const policyOf = (name: string) => loadPolicy(join(root, 'src/simulation/policies', `${name}.ts`))

/** Two days; the load is high enough for calls to wait and units to be diverted. */
function play(policy: Policy, { seed = 1, fleet = 40, load = 1.5, days = 2, hindsight = false } = {}): MonthRecord {
  const calls = makeCalls(source, ground, plan, { seed, days, load })
  const units = pickFleet(ground.posts, fleet)
  return playMonth({ ground, plan, eligibility, fleet: units, calls, days, policy, reckonReach: true, hindsight })
}

const field = [
  'nearest-by-line',
  'nearest-by-road',
  'five-by-line-then-road',
  'nearest-with-divert',
  'cover-without-divert',
  'divert-and-cover',
  'others-first',
  'divert-and-reserve',
]

t.test('whatever the policy: no unit on two calls, no call lost, clocks and hours add up', async (t) => {
  for (const name of field) {
    for (const [fleet, load] of [
      [40, 1.5],
      [14, 0.5],
    ] as const) {
      const record = play(await policyOf(name), { fleet, load })
      t.ok(record.outcomes.length > 150 && record.sendings.length > 100, `${name}: ${record.sendings.length} sendings`)
      t.same(findFaults(record), [], `${name}, ${fleet} units`)
    }
  }
})

t.test('so does the reference that knows what will come', async (t) => {
  const policy = await policyOf('divert-and-cover')
  const record = play(policy, { hindsight: true })
  t.same(findFaults(record), [])
  t.notSame(record.sendings, play(policy).sendings, 'and it chooses otherwise')
})

t.test('with diverts some units leave a grade 2, without none does', async (t) => {
  const diverted = async (name: string) => play(await policyOf(name)).sendings.filter(({ how }) => how === 'diverted')
  t.ok((await diverted('nearest-with-divert')).length > 5)
  t.equal((await diverted('nearest-by-road')).length, 0)
})

t.test('the checks see what they are for', async (t) => {
  const good = play(await policyOf('nearest-with-divert'))
  const broken = (breaking: (record: MonthRecord) => void): string[] => {
    const record = structuredClone(good)
    breaking(record)
    return findFaults(record)
  }
  const attended = good.sendings.findIndex(({ how }) => how === 'attended')
  const change = (more: Partial<MonthRecord['sendings'][number]>) =>
    broken(({ sendings }) => Object.assign(sendings[attended] as object, more))
  t.match(change({ freeMs: good.endMs }).join(), 'is on two calls')
  t.match(change({ sentMs: -1 }).join(), 'before anybody could decide')
  t.match(change({ arrivedMs: 0 }).join(), 'before a unit was sent')
  t.match(change({ callId: 99_999 }).join(), 'nowhere')
  t.match(change({ how: 'diverted' }).join(), 'may not leave')
  t.match(change({ freeMs: 5 }).join(), 'not dealt with')
  t.match(broken(({ sendings }) => sendings.splice(attended, 1)).join(), 'was lost')
  t.match(broken(({ sendings }) => sendings.push(structuredClone(sendings[attended]) as never)).join(), 'reached twice')
  t.match(broken(({ outcomes }) => Object.assign(outcomes[0] as object, { timesDiverted: 7 })).join(), 'do not add up')
  t.match(broken(({ hours }) => Object.assign(hours[0] as object, { standing: 0 })).join(), 'add up to the month')
  const open = { how: 'open', callId: 0, unitId: 0, sentMs: good.endMs, arrivedMs: null, freeMs: null } as const
  t.match(broken(({ sendings }) => sendings.push(open, open)).join(), 'two units are going')
})

t.test('the same seed gives the same month to the byte, another seed another', async (t) => {
  const policy = await policyOf('divert-and-cover')
  const text = (seed: number) => {
    const record = play(policy, { seed })
    return JSON.stringify([record.outcomes, record.sendings, record.hours, figuresOf(record)])
  }
  t.equal(text(7), text(7))
  t.not(text(7), text(8))
})

t.test('nobody arrives faster than the roads allow, and an emptier county is no slower', async (t) => {
  const record = play(await policyOf('nearest-by-road'), { load: 0.2 })
  const few = figuresOf(record).figures
  const many = figuresOf(play(await policyOf('nearest-by-road'), { load: 2 })).figures
  t.ok(few.mean1 < many.mean1, `${few.mean1} < ${many.mean1}`)
  for (const { call, arrivedMs } of record.outcomes)
    if (arrivedMs !== null && arrivedMs < call.readyMs + call.setOffMs) t.fail('arrived before it set off', call)
  t.ok(few.betweenDispatches > many.betweenDispatches && few.busyShare < many.busyShare)
})

t.test('a policy that sends a unit that may not go is refused', async (t) => {
  const anybody: Policy = (_call, units) => units.find(({ mayGo }) => !mayGo)
  t.throws(() => play(anybody), PolicyRefused)
  const pretender: Policy = (_call, units) => {
    const unit = units.find(({ mayGo }) => !mayGo)
    if (unit) unit.mayGo = true
    return unit
  }
  t.throws(() => play(pretender), PolicyRefused, 'whatever it writes on what it was shown')
  const stranger: Policy = (_call, [first]) => first && { ...first, id: 4_711 }
  t.throws(() => play(stranger), PolicyRefused)
})

t.test('a policy that never sends anybody leaves every call waiting', async (t) => {
  const record = play(() => undefined, { load: 0.1 })
  t.equal(record.sendings.length, 0)
  t.ok(record.outcomes.every(({ arrivedMs }) => arrivedMs === null))
  t.same(findFaults(record), [])
  t.equal(figuresOf(record).figures.late1, 100)
})
