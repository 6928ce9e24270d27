import t from 'tap'
import { findWorse } from './worse-rules.ts'

const terms = {
  worse: [
    { name: 'not breathing', words: ['not breathing', "isn't breathing"] },
    { name: 'weapon', words: ['knife', 'hammer'] },
  ],
}
const said = (...calls: [string, string][]) => calls.map(([clock, words]) => ({ at: `2026-11-22T${clock}:00Z`, words }))

t.test('10:04 shouting, 10:24 not breathing: worse, with both instants', async (t) => {
  t.equal(
    findWorse(said(['10:04', 'Shouting next door'], ['10:24', 'He is NOT breathing!']), terms),
    'It has got worse: 10:04 "Shouting next door"; 10:24 not breathing',
  )
})

t.test('what was said before is not worse when it is said again; each thing counts once', async (t) => {
  t.equal(findWorse(said(['10:04', 'a knife'], ['10:05', 'he has a knife']), terms), undefined)
  t.equal(
    findWorse(said(['10:04', ''], ['10:05', 'a knife'], ['10:06', 'the knife, and she isn’t breathing']), terms),
    'It has got worse: 10:04 nothing taken down; 10:05 weapon; 10:06 not breathing',
  )
})

t.test('no knife is no knife; a part of a word is not the word', async (t) => {
  t.equal(findWorse(said(['10:04', 'x'], ['10:05', 'no knife, hammering']), terms), undefined)
  t.equal(findWorse(said(['10:04', 'x'], ['10:05', 'not']), terms), undefined)
})

t.test('one call alone is not worse than itself; none is nothing', async (t) => {
  t.equal(findWorse(said(['10:04', 'knife']), terms), undefined)
  t.equal(findWorse([], terms), undefined)
})

t.test('long first words are quoted in part', async (t) => {
  t.match(findWorse(said(['10:04', 'x'.repeat(90)], ['10:05', 'knife']), terms), /"x{60} \.\.\.";/)
})
