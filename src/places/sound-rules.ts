/**
 * How a word sounds, roughly, for words written as they were heard: Geoffrey and Jeffry, Whicham and Witcham, Stephen
 * and Steven, Braithwaite and Brathwate sound alike here. Consonants that sound alike are one letter, vowels are one of
 * three, and what is not spoken is left out. Words with figures sound like nothing else.
 */
export function soundOf(word: string): string {
  if (/\d/.test(word)) return word
  let text = word
  for (const [pattern, sound] of spellings) text = text.replace(pattern, sound)
  // only the first vowel is heard clearly: Lowther and Lothar
  return text.replace(/(?<=[AEO].*)[AEO]/g, 'E').replace(/(.)\1+/g, '$1')
}

/** In this order: each works on what those before it have left. Capitals are sounds that have no letter of their own. */
const spellings: ReadonlyArray<[RegExp, string]> = [
  [/^(kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/^ps/, 's'],
  [/^geor/, 'jor'],
  [/^geo/, 'je'],
  [/mb$/, 'm'],
  [/isle/, 'ile'],
  [/(?!^)wick/, 'ik'],
  [/ew/g, 'u'],
  [/isle/, 'ile'],
  [/(?!^)wick/, 'ik'],
  [/ew/g, 'u'],
  [/tch/g, 'C'],
  [/ph/g, 'f'],
  [/ght/g, 't'],
  [/^gh/, 'g'],
  [/gh/g, ''],
  [/wh/g, 'w'],
  [/sch|sk/g, 'sk'],
  [/ch/g, 'C'],
  [/sh/g, 'S'],
  [/th/g, 't'],
  [/dge?/g, 'd'],
  [/c(?=[eiy])|z/g, 's'],
  [/ck|c|q/g, 'k'],
  [/x/g, 'ks'],
  [/v/g, 'f'],
  // an h is heard at the beginning only, and so is a w unless a vowel follows
  [/(?!^)h/g, ''],
  [/(?!^)w(?![aeiouy])/g, ''],
  [/(.)\1+/g, '$1'],
  [/(?<=..[^aeiou])(le|al|el)$/, 'L'],
  [/(ie|ei|ey|y)$/, 'E'],
  [/(?<=[aeiouyEL][a-zCSL]*[^e])e$/, ''],
  [/^y(?=[aeiou])/, 'Y'],
  [/(?<!e)a[aeiouy]*/g, 'A'],
  [/(e|i|y)[aeiouy]*/g, 'E'],
  [/(o|u)[aeiouy]*/g, 'O'],
]
