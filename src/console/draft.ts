/** Who said so, or who is meant: a person of an incident as it is typed. */
export type PersonDraft = {
  role: 'victim' | 'suspect' | 'witness' | 'child' | 'caller' | 'other'
  name: string
  bornOn: string
  /** in years, said or guessed, where the date of birth is not known */
  aged: string
  relationship: string
  present: 'yes' | 'no' | ''
}

/** Where, as it is being found out: words, and the place or point chosen for them. */
export type WhereDraft = {
  text: string
  placeId: string | null
  lat: number | null
  lon: number | null
  areaClass: 'urban' | 'rural' | null
  from: 'words' | 'gazetteer' | 'network'
}

/** What a handler types while the caller speaks; nothing of it is lost by a reload. */
export type Draft = {
  contactId: string | null
  /** once it is open: what is typed from then on changes it */
  incidentId: string | null
  where: WhereDraft
  summary: string
  type: string
  /** words suggested it: a person has not chosen yet, and may be overtaken by better words */
  typeSuggested: boolean
  happeningNow: boolean
  domesticAbuse: boolean
  vulnerable: boolean
  repeatVictim: boolean
  treatAsUrgent: boolean
  /** code to answer; null: asked and skipped; absent: not asked */
  questions: Readonly<Record<string, string | null>>
  language: string
  interpreter: string
  officerSex: '' | 'female' | 'male'
  safeNumber: string
  safeContact: string
  codeWord: string
  people: readonly PersonDraft[]
  grade: string
  gradeReason: string
}
