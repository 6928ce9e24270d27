/** What a place in a command is filled with; also the name under which a command holds it. */
export type Slot =
  | 'incident'
  | 'other'
  | 'unit'
  | 'units'
  | 'state'
  | 'grade'
  | 'type'
  | 'place'
  | 'spot'
  | 'category'
  | 'text'

/** A verb of the command line: its letter, what it does, and what has to follow it. */
export type Verb = {
  letter: string
  meaning: string
  slots: readonly { slot: Slot; optional?: boolean }[]
  example: string
  /** also where calls are taken; the others only where units are sent */
  atIntake?: boolean
}

const may = (slot: Slot) => ({ slot, optional: true })
const must = (slot: Slot) => ({ slot })

/**
 * Every verb there is (CONSOLES 4.5): the one list that the grammar, the preview, the cheat sheet and the actions are
 * made from. There is no verb for what must never be done by command alone: closing what is locked, clearing a flag.
 */
export const verbs = [
  {
    letter: 'n',
    meaning: 'new incident, sent to dispatch',
    slots: [must('grade'), must('type'), must('place'), may('text')],
    example: 'n1 dom 914 greystone road; at the door now',
    atIntake: true,
  },
  { letter: 'd', meaning: 'send units', slots: [must('incident'), must('units')], example: 'd 1043 nr11 nr12' },
  { letter: 's', meaning: 'state of a unit', slots: [must('unit'), must('state')], example: 's nr11 4' },
  {
    letter: 'a',
    meaning: 'add to the log',
    slots: [must('incident'), must('text')],
    example: 'a 1043 caller is upstairs with the children',
    atIntake: true,
  },
  {
    letter: 'g',
    meaning: 'grade; a lower one is asked for, with why',
    slots: [must('incident'), must('grade'), may('text')],
    example: 'g 1043 1 he has come back',
    atIntake: true,
  },
  { letter: 'b', meaning: 'briefing', slots: [must('incident')], example: 'b 1043' },
  {
    letter: 'p',
    meaning: 'briefing passed to a unit by voice',
    slots: [must('incident'), must('unit')],
    example: 'p 1043 nr11',
  },
  { letter: 'k', meaning: 'crew is well', slots: [must('unit')], example: 'k nr11' },
  {
    letter: 'j',
    meaning: 'link two that are the same thing',
    slots: [must('incident'), must('other')],
    example: 'j 1043 1038',
    atIntake: true,
  },
  {
    letter: 'c',
    meaning: 'close, unless it is locked',
    slots: [must('incident'), must('category'), may('text')],
    example: 'c 1012 theft; nobody found, caller told',
  },
  {
    letter: 'f',
    meaning: 'find an incident, a unit, a number, a place',
    slots: [must('text')],
    example: 'f botchergate',
  },
  { letter: 'm', meaning: 'move the map to a unit, an incident, a place', slots: [must('spot')], example: 'm nr11' },
  { letter: '?', meaning: 'keys and commands', slots: [], example: '?', atIntake: true },
] as const satisfies readonly Verb[]

/** The letter of a verb. */
export type Letter = (typeof verbs)[number]['letter']

/** What has to be said for a slot, in words. */
export const slotWords: Readonly<Record<Slot, string>> = {
  incident: 'an incident, by the last digits of its number',
  other: 'the other incident, by the last digits of its number',
  unit: 'a callsign',
  units: 'one or more callsigns',
  state: 'a state, by number or word',
  grade: 'a grade',
  type: 'a type, by its first letters',
  place: 'where; a semicolon ends it',
  spot: 'a callsign, an incident or a place',
  category: 'a closing category, by its first letters',
  text: 'words',
}
