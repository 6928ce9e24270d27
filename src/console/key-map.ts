/** Where a key works. A single letter works only while its list has the keyboard (WCAG 2.1.4). */
export type KeyPlace =
  | 'everywhere'
  | 'intake'
  | 'dispatch'
  | 'supervision'
  | 'administration'
  | 'queue'
  | 'recommended'
  | 'closing'
  | 'map'

/** The places in the order in which the list of keys shows them, with their words. */
export const keyPlaces: readonly { place: KeyPlace; words: string }[] = [
  { place: 'everywhere', words: 'Everywhere' },
  { place: 'queue', words: 'In the queue' },
  { place: 'recommended', words: 'In the recommended units' },
  { place: 'closing', words: 'In the closing form' },
  { place: 'dispatch', words: 'Dispatch' },
  { place: 'intake', words: 'Calls' },
  { place: 'supervision', words: 'Supervision' },
  { place: 'administration', words: 'Administration' },
  { place: 'map', words: 'On the map' },
]

/**
 * Every key of the consoles (CONSOLES 4.6): the one list that the panels ask, and that the page of keys is made from.
 * The first of `keys` may be changed by a person; the others stay. `fixed`: none of them may.
 */
export const keyMap = [
  { does: 'command', place: 'everywhere', keys: ['/', 'Ctrl+/'], words: 'command line' },
  { does: 'help', place: 'everywhere', keys: ['?', 'Alt+K'], words: 'keys and commands' },
  { does: 'acknowledge', place: 'everywhere', keys: ['Alt+A'], words: 'acknowledge the top alarm' },
  { does: 'emergencies', place: 'everywhere', keys: ['Alt+E'], words: 'to an officer’s emergency' },
  { does: 'undo', place: 'everywhere', keys: ['Alt+Z'], words: 'undo the last action, for ten seconds' },
  { does: 'my-reviews', place: 'everywhere', keys: ['Alt+M'], words: 'my own reviews' },
  { does: 'next', place: 'queue', keys: ['j', 'ArrowDown'], words: 'next' },
  { does: 'previous', place: 'queue', keys: ['k', 'ArrowUp'], words: 'previous' },
  { does: 'first', place: 'queue', keys: ['Home'], words: 'first' },
  { does: 'last', place: 'queue', keys: ['End'], words: 'last' },
  { does: 'open', place: 'queue', keys: ['Enter'], words: 'open', fixed: true },
  { does: 'most-urgent', place: 'queue', keys: ['g'], words: 'the most urgent that nobody is going to' },
  { does: 'send', place: 'queue', keys: ['d'], words: 'the recommended units; then 1 to 9 sends' },
  { does: 'add-to-log', place: 'queue', keys: ['n'], words: 'add to the log' },
  { does: 'regrade', place: 'queue', keys: ['r'], words: 'grade, flags, type' },
  { does: 'briefing', place: 'queue', keys: ['b'], words: 'briefing' },
  { does: 'passed', place: 'queue', keys: ['p'], words: 'write that the briefing was passed by voice' },
  { does: 'close', place: 'queue', keys: ['x'], words: 'close' },
  { does: 'apply', place: 'queue', keys: ['.'], words: 'apply the changes that wait' },
  { does: 'choose', place: 'recommended', keys: ['1…9'], words: 'send that unit', fixed: true },
  { does: 'more', place: 'recommended', keys: ['m'], words: 'more units, or fewer' },
  { does: 'send-close', place: 'closing', keys: ['Ctrl+Enter'], words: 'close, with what is written' },
  { does: 'to-queue', place: 'dispatch', keys: ['Alt+1'], words: 'queue' },
  { does: 'to-units', place: 'dispatch', keys: ['Alt+2'], words: 'units' },
  { does: 'to-recommended', place: 'dispatch', keys: ['Alt+3'], words: 'recommended units' },
  { does: 'to-briefing', place: 'dispatch', keys: ['Alt+4'], words: 'briefing' },
  { does: 'to-map', place: 'dispatch', keys: ['Alt+5'], words: 'map' },
  { does: 'to-exceptions', place: 'dispatch', keys: ['Alt+6'], words: 'what waits too long' },
  { does: 'closing', place: 'dispatch', keys: ['Alt+X'], words: 'close the open incident' },
  { does: 'shift', place: 'dispatch', keys: ['Alt+H'], words: 'the shift: hand-over, transfers, paper' },
  { does: 'to-most-urgent', place: 'dispatch', keys: ['Alt+Q'], words: 'the most urgent, and who should go' },
  { does: 'answer', place: 'intake', keys: ['F2'], words: 'take the call that waits longest' },
  { does: 'send-call', place: 'intake', keys: ['Ctrl+Enter'], words: 'send to dispatch, or save' },
  { does: 'to-call', place: 'intake', keys: ['F8'], words: 'back to the call' },
  { does: 'hung-up', place: 'intake', keys: ['F10'], words: 'caller hung up' },
  { does: 'network', place: 'intake', keys: ['Alt+L'], words: 'use the network’s position' },
  { does: 'open-call', place: 'intake', keys: ['Alt+O'], words: 'open, and see the proposed grade' },
  { does: 'accept', place: 'intake', keys: ['Alt+G'], words: 'accept the proposed grade' },
  { does: 'join', place: 'intake', keys: ['Alt+J'], words: 'join the first that is offered' },
  { does: 'person', place: 'intake', keys: ['Alt+P'], words: 'one more person' },
  { does: 'tab-dispatch', place: 'supervision', keys: ['Alt+7'], words: 'dispatch' },
  { does: 'tab-watch', place: 'supervision', keys: ['Alt+8'], words: 'watch list' },
  { does: 'tab-calls', place: 'supervision', keys: ['Alt+9'], words: 'calls' },
  { does: 'tab-protected', place: 'supervision', keys: ['Alt+0'], words: 'protected places, boards on walls' },
  { does: 'tab-quality', place: 'supervision', keys: ['Alt+R'], words: 'quality' },
  { does: 'tab-figures', place: 'supervision', keys: ['Alt+F'], words: 'figures' },
  { does: 'tab-audit', place: 'supervision', keys: ['Alt+-'], words: 'alarms that are shelved, and the audit' },
  { does: 'tab-shift', place: 'supervision', keys: ['Alt+H'], words: 'the shift: hand-over, transfers, paper' },
  { does: 'tab-staff', place: 'administration', keys: ['Alt+8'], words: 'staff and protected places' },
  { does: 'tab-staff-audit', place: 'administration', keys: ['Alt+-'], words: 'the audit' },
  { does: 'nearer', place: 'map', keys: ['+', '='], words: 'nearer', fixed: true },
  { does: 'farther', place: 'map', keys: ['-'], words: 'farther', fixed: true },
  { does: 'whole', place: 'map', keys: ['0'], words: 'the whole force', fixed: true },
] as const satisfies readonly {
  does: string
  place: KeyPlace
  keys: readonly [string, ...string[]]
  words: string
  fixed?: boolean
}[]

/** What a key does. */
export type Doing = (typeof keyMap)[number]['does']
