const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)
type Count = { count: number }
type At = { at: string }

/** Every key, and its words in British English (CONSOLES 4.7: plain, short, calm; what happened and what to do). */
export const enGb = {
  'frame.alarms': 'Alarms',
  'frame.acknowledge': 'Acknowledge',
  'frame.keys': 'Keys',
  'frame.open': 'Open',
  'frame.more-alarms': ({ count }: Count) => `and ${count} more`,
  'frame.all-areas': 'all areas',
  'frame.sound-on': 'Sound on',
  'frame.sound-off': 'Sound off',
  'frame.sound-locked': 'Sound waits for a key',
  'frame.sound-elsewhere': 'Sound in another window',
  'frame.colours': ({ theme }: { theme: string }) => `Colours: ${theme}`,
  'frame.colours-all': 'Dark, dim, light',
  'frame.text-size': 'Text size',
  'frame.text-sizes': 'Text size: 14, 16, 20',
  'frame.other-language': 'Cymraeg (heb ei adolygu, not reviewed)',
  'frame.own-language': 'English',
  'frame.menu': 'Menu',
  'frame.sign-out': 'Sign out',
  'frame.sign-out-loses': ({ count }: Count) =>
    `${count} not sent yet: ${plural(count, 'it is', 'they are')} lost if you sign out now.`,
  'frame.stay': 'Stay',
  'frame.sign-out-anyway': ({ count }: Count) => `Sign out and lose ${plural(count, 'it', 'them')}`,
  'frame.messages': 'Messages, newest first',
  'frame.attribution': 'Data: © OpenStreetMap contributors (ODbL), OGL',
  'frame.saving': 'Saving',
  'frame.not-recorded': ({ what }: { what: string }) => `Nothing is being recorded. Use paper. Trying again: ${what}`,
  'frame.not-saved-yet': ({ since, what }: { since: string; what: string }) =>
    `Not saved yet, trying again ${since}: ${what}`,

  'link.live': 'Live',
  'link.connecting': 'Connecting',
  'link.not-live': 'Not live',
  'link.not-live-since': ({ since }: { since: string }) => `Not live - data may be old since ${since}.`,
  'link.use-paper': 'Keep working on paper if this lasts two minutes.',
  'link.crew-goes-on': 'What you press is kept and sent. Use the radio for what cannot wait.',
  'link.loaded-anew': 'Live. Everything was loaded anew.',
  'link.back': ({ count }: Count) =>
    `Live. ${count} ${plural(count, 'update', 'updates')} received while you were away.`,

  'sign-in.name': 'Golden Hour',
  'sign-in.promise': 'From the first ring to the door: the right unit, sent first, knowing what it walks into.',
  'sign-in.username': 'User name',
  'sign-in.password': 'Password',
  'sign-in.go': 'Sign in',
  'sign-in.going': 'Signing in',
  'sign-in.session-ended': 'The session has ended. Sign in again; what you typed on this computer is kept.',
  'sign-in.rights-changed': 'The session has ended or its rights have changed. Sign in again.',
  'sign-in.not-opened': 'This page could not be opened. Reload it (F5), then sign in.',
  'sign-in.upgraded': 'The service may have been upgraded.',
  'sign-in.not-told':
    'Signed out on this device. The service is told as soon as there is a network: leave this page open.',

  'alarm.emergency': ({ callsign, since, on }: { callsign: string; since: string; on: string }) =>
    `Officer emergency: ${callsign}, ${since}${on && `, on ${on}`}`,
  'alarm.waiting': ({ grade, waited, incident }: { grade: string; waited: string; incident: string }) =>
    `Grade ${grade} waiting ${waited} with no unit: ${incident}`,
  'alarm.unseen': ({ what }: { what: string }) => `No desk has shown this for 15 s: ${what}`,
  'alarm.late': ({ left, grade, incident }: { left: string; grade: string; incident: string }) =>
    `${left}, nobody at scene: grade ${grade} ${incident}`,
  'alarm.target-in': ({ left }: { left: string }) => `Target in ${left}`,
  'alarm.more-units': ({
    callsign,
    units,
    waited,
    incident,
  }: Record<'callsign' | 'waited' | 'incident', string> & { units: number }) =>
    `${callsign} asks for ${units} more ${plural(units, 'unit', 'units')}, ${waited}: ${incident}`,
  'alarm.many-waiting': ({ count }: Count) => `${count} incidents of the most urgent grade with no unit`,
  'alarm.many-unseen': ({ count }: Count) => `${count} events that no desk has shown`,
  'alarm.many-late': ({ count }: Count) => `${count} incidents near their target or late, nobody at scene`,
  'alarm.many-more-units': ({ count }: Count) => `${count} crews ask for more units`,
  'alarm.kind-waiting': 'Most urgent, no unit',
  'alarm.kind-unseen': 'Shown on no desk',
  'alarm.kind-late': 'Target near or late',
  'alarm.kind-more-units': 'Crew asks for more units',
  'alarm.no-times': 'The force has no waiting times in force: only emergencies and crews that ask for units sound.',
  'alarm.shelved': ({ kind, until, by, reason }: Record<'kind' | 'until' | 'by' | 'reason', string>) =>
    `Shelved until ${until} by ${by}: ${kind}. ${reason}`,
  'alarm.shelved-unknown': 'Which alarms are shelved could not be read.',
  'alarm.sound-again': 'Let it sound again',
  'alarm.shelve': 'Shelve an alarm',
  'alarm.shelve-which': 'Which',
  'alarm.shelve-minutes': 'Minutes, 30 at most',
  'alarm.shelve-reason': 'Reason, shown on every desk',
  'alarm.shelve-now': 'Shelve it',
  'alarm.shelve-done': 'The alarm is shelved',
  'alarm.shelve-ended': 'The alarm sounds again',
  'alarm.shelve-hint':
    'It is left out of the strip of every desk and does not sound; the lists go on showing it. An officer’s emergency cannot be shelved.',

  'crew.title': 'Crew',
  'crew.not-booked': 'This sign-in is not booked on a unit that is on duty.',
  'crew.state-since': ({ code, name, since }: Record<'code' | 'name' | 'since', string>) =>
    `${code} ${name} since ${since}`,
  'crew.nothing': 'Nothing assigned.',
  'crew.state': 'State ',
  'crew.set-state': 'State',
  'crew.where-unknown': 'Where is not known',
  'crew.left': ({ left }: { left: string }) => `${left} left`,
  'crew.read': 'I have read this',
  'crew.have-read': ({ version }: { version: number }) => `You have read version ${version}.`,
  'crew.read-sent': 'Briefing read',
  'crew.what-is-new': ({ version, read }: { version: number; read: number }) =>
    `Version ${version}: what is new since you read version ${read} is marked.`,
  'crew.no-longer-said': ({ count }: Count) => `${count} no longer said`,
  'crew.log': 'For the log',
  'crew.log-add': 'Add',
  'crew.written-without-network': ({ text, at }: { text: string } & At) => `${text} (written ${at} without a network)`,
  'crew.taken-without-network': ({ at }: At) => `Taken ${at} without a network`,
  'crew.more-units': 'Need more units',
  'crew.how-many': 'How many more?',
  'crew.leave-it': 'Leave it',
  'crew.asking-more': ({ units }: { units: number }) => `${units} more ${plural(units, 'unit', 'units')} asked for`,
  'crew.asked-more': ({ units, at }: { units: number } & At) =>
    `You asked for ${units} more ${plural(units, 'unit', 'units')} at ${at}.`,
  'crew.emergency': 'Emergency: hold for one second',
  'crew.emergency-holding': 'Keep holding',
  'crew.emergency-sent': 'Emergency',
  'crew.emergency-on': ({ since }: { since: string }) => `Emergency since ${since}. The control room has it.`,
  'crew.emergency-unsent': 'Emergency not sent yet. Use the radio.',
  'crew.step-acknowledge': 'Acknowledge',
  'crew.step-mobile': 'En route',
  'crew.step-at-scene': 'At scene',
  'crew.step-clear': 'Clear',
  'crew.step-stand-down': 'Stand down',

  'queue.name': 'What you sent',
  'queue.waiting': ({ count, since }: Count & { since: string }) => `Not sent yet, ${count} waiting, since ${since}`,
  'queue.act-waiting': ({ what, at }: { what: string } & At) => `${what}, pressed ${at}: waiting`,
  'queue.act-sent': ({ what, at }: { what: string } & At) => `${what}: sent ${at}`,
  'queue.act-refused': ({ what, at, because }: { what: string; because: string } & At) =>
    `${what}, pressed ${at}, was refused. ${because}`,
  'queue.act-overtaken': ({ what, at }: { what: string } & At) =>
    `${what}, pressed ${at}, was not sent: an emergency came after it`,
  'queue.seen': 'Seen',

  'audit.title': 'Audit: who looked at what, when and why',
  'audit.hint': 'Looking at this list is itself an entry.',
  'audit.reading': 'Reading the audit',
  'audit.not-read': ({ why }: { why: string }) => `The audit could not be read: ${why}`,
  'audit.none': 'No entry fits.',
  'audit.whole': ({ entries }: { entries: number }) => `The chain is unbroken to entry ${entries}.`,
  'audit.broken': ({ from }: { from: number }) =>
    `The chain is broken from entry ${from}: an entry was changed, taken out or put in. Tell the administrator and keep everything as it is.`,
  'audit.chain-unknown': 'Whether the chain is unbroken is not known yet.',
  'audit.check-chain': 'Check the chain again',
  'audit.what': 'What was done',
  'audit.who': 'Who',
  'audit.anything': 'anything',
  'audit.anybody': 'anybody',
  'audit.only-incident': 'Only this incident',
  'audit.all-incidents': 'Of all incidents again',
  'audit.older': 'Older',
  'audit.newest': 'Newest',
  'audit.column-entry': 'Entry',
  'audit.column-when': 'When',
  'audit.column-about': 'About',
  'audit.column-why': 'Why',
  'audit.nobody': 'the service',
  'audit.op-collection': 'took down',
  'audit.op-alteration': 'changed',
  'audit.op-consultation': 'looked at',
  'audit.op-disclosure': 'passed on',
  'audit.op-combination': 'joined',
  'audit.op-erasure': 'erased',
  'audit.op-sign-in': 'signed in',
  'audit.op-refusal': 'was refused',
} as const

type Catalogue = typeof enGb
/** A name of words. */
export type WordsKey = keyof Catalogue
/** What a key needs to be said: nothing, or its values. */
export type Values<K extends WordsKey> = Catalogue[K] extends (values: infer V) => string ? [values: V] : []
/** Another language: as much as it has, each entry of the same shape. */
export type Translation = {
  readonly [K in WordsKey]?: Catalogue[K] extends (values: infer V) => string ? (values: V) => string : string
}
