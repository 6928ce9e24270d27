import type { Translation } from './en-gb.ts'

/** Welsh for the frame and the way in. Not reviewed by a translator: offered by name, and never chosen by itself. */
export const cy = {
  'frame.sign-out': 'Allgofnodi',
  'frame.sound-on': 'Sain ymlaen',
  'frame.sound-off': 'Sain i ffwrdd',
  'frame.text-size': 'Maint y testun',
  'frame.acknowledge': 'Cydnabod',
  'frame.open': 'Agor',
  'link.live': 'Yn fyw',
  'link.connecting': 'Yn cysylltu',
  'link.not-live': 'Ddim yn fyw',
  'link.not-live-since': ({ since }) => `Ddim yn fyw - gall y data fod yn hen ers ${since}.`,
  'sign-in.username': 'Enw defnyddiwr',
  'sign-in.password': 'Cyfrinair',
  'sign-in.go': 'Mewngofnodi',
  'sign-in.going': 'Yn mewngofnodi',
} as const satisfies Translation
