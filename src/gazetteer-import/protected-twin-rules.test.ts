import t from 'tap'
import { type Door, mayBeProtected } from './protected-twin-rules.ts'

const METRE = 1 / 111_195
const door = (number: string | null, metresNorth: number, more: Partial<Door> = {}): Door => ({
  ...{ name: `${number ?? 'Rose Cottage,'} Green Road`, number, street: 'Green Road' },
  ...{ lat: 54.3279 + metresNorth * METRE, lon: -2.7459, ...more },
})
const refuge = door('950', 0)
const asks = (given: Door, place = refuge) => mayBeProtected(given, [door('1', 9_000), place])

t.test('a house within thirty metres may be the protected one under another name', async (t) => {
  t.ok(asks(door(null, 20)), 'it has a name and no number')
  t.ok(asks(door('14', 20, { name: '14 Back Lane', street: 'Back Lane' })), 'round the corner')
  t.ok(asks(door('950A', 20)), 'a part of it')
  t.ok(asks(door('946-952', 20)), 'a range that has it within')
  t.ok(asks(door('952', 20), door(null, 0)))
  t.ok(asks(door('952', 20, { street: null })))
  t.ok(asks(door('952', 20), { ...refuge, street: null }))
  t.notOk(asks(door(null, 40)))
})

t.test('next door is another house; the same name is not for a file to tell apart', async (t) => {
  t.notOk(asks(door('952', 6, { street: 'Green Rd' })))
  t.ok(asks(door('950', 900, { name: '950 Green Rd' })), 'as far as 900 m')
  t.notOk(asks(door('950', 2_500)))
  t.notOk(mayBeProtected(door('950', 0), []))
})
