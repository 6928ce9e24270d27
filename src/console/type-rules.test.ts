import t from 'tap'
import type { IncidentType } from './force-words.ts'
import { findTypes, suggestType } from './type-rules.ts'

const type = (code: string, name: string, words: string[]): IncidentType => ({
  code,
  name,
  words,
  chapter: '',
  domesticAbuse: false,
  violence: false,
  alwaysEmergency: false,
})
const types = [
  type('domestic', 'Domestic incident', ['partner', 'husband']),
  type('violence', 'Violence', ['punched', 'fight']),
  type('damage', 'Criminal damage', ['broken into']),
]

t.test('words of the narrative suggest a type, by whole words and most hits', async (t) => {
  t.equal(suggestType('My husband has punched me, my PARTNER.', types)?.code, 'domestic')
  t.equal(suggestType('the shed was broken into', types)?.code, 'damage')
  t.equal(suggestType('fighting talk', types), undefined, 'part of a word is another word')
  t.equal(suggestType('', types), undefined)
})

t.test('three letters find a type by its code, then by a word of its name', async (t) => {
  t.same(
    findTypes('dom', types).map(({ code }) => code),
    ['domestic'],
  )
  t.same(
    findTypes('da', types).map(({ code }) => code),
    ['damage'],
  )
  t.same(
    findTypes('crim', types).map(({ code }) => code),
    ['damage'],
  )
  t.same(findTypes(' ', types).length, 3)
  t.same(findTypes('zz', types), [])
})
