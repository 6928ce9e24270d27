import type { RefusalPage } from './shift-refusals.ts'

/** Refusals of putting a kind of alarm aside for a while. */
export const alarmRefusals = {
  'alarm/emergency': {
    status: 409,
    title: 'An officer’s emergency cannot be shelved',
    help: 'It sounds until somebody acknowledges it, and stays on the strip until it is over.',
  },
  'alarm/shelved': {
    status: 409,
    title: 'This kind of alarm is shelved already',
    help: 'End that shelving first; the list is at /alarm-shelvings.',
  },
  'alarm/shelving-unknown': {
    status: 404,
    title: 'There is no such shelving',
    help: 'List what is shelved at /alarm-shelvings.',
  },
  'alarm/shelving-over': {
    status: 409,
    title: 'The shelving is over',
    help: 'The alarm sounds again; there is nothing to end.',
  },
} as const satisfies Record<string, RefusalPage>
