import t from 'tap'
import { editDistance, foldName, matchNames, matchWords, readVariants, soundOf } from './name-rules.ts'

const variants = readVariants([
  ['elizabeth', 'liz', 'beth'],
  ['bethany', 'beth'],
  ['william', 'bill'],
])
const match = (said: string, givenNames: string, familyName: string) =>
  matchNames(said, { givenNames, familyName }, variants)

t.test('a name is folded in one way', async (t) => {
  for (const [name, folded] of [
    ['José Muñoz', 'jose munoz'],
    ['Łukasz Wójcik', 'lukasz wojcik'],
    ['Strauß', 'strauss'],
    ['Bjørn Æthel', 'bjorn aethel'],
    ['Siobhán O’Brien', 'siobhan obrien'],
    ['Sean O Neill', 'sean oneill'],
    ['Jo O', 'jo o'],
    ['Iain Mac Donald', 'iain mcdonald'],
    ['Mackie', 'mckie'],
    ['Mac', 'mac'],
    ['Mary-Ann  Fisher–Jones ', 'mary ann fisher jones'],
    ['Smith, John', 'smith john'],
  ]) {
    t.equal(foldName(name as string), folded)
  }
})

t.test('letters changed, left out, added or swapped', async (t) => {
  t.equal(editDistance('', 'abc'), 3)
  t.equal(editDistance('smith', 'smith'), 0)
  t.equal(editDistance('smith', 'simth'), 1)
  t.equal(editDistance('smith', 'smyth'), 1)
  t.equal(editDistance('smith', 'smiths'), 1)
  t.equal(editDistance('dickson', 'dixon'), 3)
})

t.test('what sounds alike to an English ear', async (t) => {
  for (const [one, other] of [
    ['jon', 'john'],
    ['stephen', 'steven'],
    ['philip', 'fillip'],
    ['knightley', 'nightly'],
    ['wrigley', 'rigley'],
    ['schofield', 'shofield'],
    ['dickson', 'dixon'],
    ['xavier', 'savier'],
    ['hutchinson', 'huchinson'],
    ['aileen', 'eileen'],
    ['lamb', 'lam'],
    ['yvonne', 'ivon'],
  ]) {
    t.equal(soundOf(one as string), soundOf(other as string), `${one} and ${other}`)
  }
  t.not(soundOf('marsden'), soundOf('marston'))
})

t.test('two words agree, or are different names', async (t) => {
  const how = (one: string, other: string) => matchWords(one, other, variants)?.how
  t.equal(how('smith', 'smith'), 'same')
  t.equal(how('liz', 'elizabeth'), 'variant')
  t.equal(how('liz', 'bill'), undefined)
  t.equal(how('liz', 'bethany'), undefined, 'Beth is both, and they are two')
  t.equal(how('j', 'john'), 'initial')
  t.equal(how('j', 'mary'), undefined)
  t.equal(how('jon', 'john'), 'sound')
  t.equal(how('ian', 'ann'), undefined)
  t.equal(how('lee', 'li'), undefined)
  t.equal(how('dunn', 'dean'), undefined)
  t.equal(how('dixon', 'dickson'), 'sound')
  t.equal(how('rollins', 'hollins'), 'spelling')
  t.equal(how('johnson', 'johnstone'), 'spelling')
  t.equal(how('ron', 'jon'), undefined)
  t.equal(how('smith', 'jones'), undefined)
})

t.test('a whole name', async (t) => {
  t.same(match('Anna Example', 'Anna', 'Example'), { strength: 1, how: 'same' })
  t.same(match('Example Anna', 'Anna', 'Example'), { strength: 0.95, how: 'order' })
  t.match(match('Exampel Anna', 'Anna', 'Example'), { how: 'sound' })
  t.match(match('Liz Example', 'Elizabeth', 'Example'), { strength: 0.96, how: 'variant' })
  t.equal(match('Ben Example', 'Anna', 'Example'), undefined)
  t.equal(match('Anna Other', 'Anna', 'Example'), undefined)
  t.equal(match('', 'Anna', 'Example'), undefined)
  t.equal(match('A B', 'Anna', 'Bell'), undefined, 'initials are nobody')
  t.match(match('A Bell', 'Anna', 'Bell'), { how: 'initial' })
})

t.test('names of several words', async (t) => {
  t.same(match('Mary Ann Fisher', 'Maryann', 'Fisher'), { strength: 1, how: 'same' })
  t.match(match('Anna Other', 'Anna Jane', 'Other'), { strength: 1, how: 'same' })
  t.match(match('Jane Other', 'Anna Jane', 'Other'), { strength: 0.94 }, 'by a middle name')
  t.match(match('Anna Jane Other', 'Anna', 'Other'), { strength: 1 }, 'one that is not recorded says nothing')
  t.match(match('Anna J Other', 'Anna Jane', 'Other'), { strength: 1 })
  t.match(match('Anna Theodora Other', 'Anna Jane', 'Other'), { strength: 0.92 }, 'one that contradicts is never sure')
  t.match(match('Anna Kate Rollins', 'Anna Jane', 'Hollins'), { strength: 0.85 * 0.92 })
  t.match(match('Anna Fisher', 'Anna', 'Fisher-Jones'), { strength: 0.92 })
  t.match(match('Anna Fisher Jones', 'Anna', 'Jones'), { strength: 1 }, 'Fisher may be a middle name')
  t.match(match('Anna Smith Jones Clark', 'Anna', 'Jones Clark'), { strength: 1 })
  t.equal(match('Anna Smith Bell', 'Anna', 'Jones Clark'), undefined)
  t.equal(match('Anna F', 'Anna', 'Fisher-Jones'), undefined)
})

t.test('one word alone agrees in part', async (t) => {
  t.match(match('Anna', 'Anna', 'Example'), { strength: 0.7, how: 'part' })
  t.match(match('Example', 'Anna', 'Example'), { strength: 0.7, how: 'part' })
  t.equal(match('E', 'Anna', 'Example'), undefined)
  t.equal(match('Ben', 'Anna', 'Example'), undefined)
  t.equal(match('Rollingshead', 'Anna', 'Hollinshead'), undefined)
})
