import t from 'tap'
import { soundOf } from './sound-rules.ts'

t.test('words that are heard alike sound alike', async (t) => {
  for (const [a, b] of [
    ['geoffrey', 'jeffry'],
    ['georges', 'jorges'],
    ['whicham', 'witcham'],
    ['stephen', 'steven'],
    ['braithwaite', 'brathwate'],
    ['lowther', 'lothar'],
    ['kendal', 'kendle'],
    ['keswick', 'kezick'],
    ['seascale', 'seescale'],
    ['dearham', 'deerham'],
    ['frizington', 'frisington'],
    ['knott', 'nott'],
    ['wreay', 'ree'],
    ['leigh', 'lee'],
    ['belle', 'bell'],
    ['amphitrite', 'amfitrite'],
    ['lamplugh', 'lamplew'],
    ['carlisle', 'carlile'],
  ] as const)
    t.equal(soundOf(a), soundOf(b), `${a} ${b}`)
})

t.test('words that are heard apart do not', async (t) => {
  for (const [a, b] of [
    ['hill', 'hall'],
    ['hill', 'mill'],
    ['kirkby', 'kendal'],
    ['seaton', 'seascale'],
    ['stephen', 'thore'],
    ['ca11', 'call'],
  ] as const)
    t.not(soundOf(a), soundOf(b), `${a} ${b}`)
})

t.test('a word with figures sounds like itself alone', async (t) => {
  t.equal(soundOf('a591'), 'a591')
})
