/** What a refusal means on the wire: its status, the title anybody may read, and what to do about it. */
export type RefusalPage = { status: number; title: string; help: string }

/** Refusals of what belongs to a shift: hand-over, public protection units, transfers, numbers for paper. */
export const shiftRefusals = {
  'handover/unknown': {
    status: 404,
    title: 'There is no such hand-over',
    help: 'Those of your areas are listed at /handovers.',
  },
  'handover/unknown-desk': {
    status: 400,
    title: 'There is no such area or centre',
    help: 'Name an area or a communication centre of the force.',
  },
  'handover/not-yours': {
    status: 403,
    title: 'It is the hand-over of another desk',
    help: 'It is drafted and signed by those who work that desk, or by a supervisor.',
  },
  'handover/waiting': {
    status: 409,
    title: 'Somebody drafted a hand-over for this desk a moment ago',
    help: 'Read that one first.',
  },
  'handover/superseded': {
    status: 409,
    title: 'Another hand-over was drafted in its place',
    help: 'Read and sign the newest.',
  },
  'handover/signed': {
    status: 409,
    title: 'It is signed already',
    help: 'A hand-over is never rewritten: draft another.',
  },
  'handover/order': {
    status: 409,
    title: 'The outgoing shift signs first',
    help: 'Ask whoever drafted it.',
  },
  'handover/second-person': {
    status: 403,
    title: 'Whoever hands over may not take over',
    help: 'Another person signs for the incoming shift.',
  },
  'handover/nothing-taken-on': {
    status: 400,
    title: 'It is not said what was taken on',
    help: 'The incoming shift says what it has in hand.',
  },
  'handover/changed': {
    status: 409,
    title: 'Something has changed since it was shown',
    help: '`changes` holds what; read it, and sign with the new `changesKey`.',
  },
  'ppu/not-queued': {
    status: 404,
    title: 'The incident is in no queue of yours',
    help: 'A public protection unit sees domestic abuse incidents of its area that were attended or closed.',
  },
  'ppu/acknowledged': {
    status: 409,
    title: 'Somebody of the unit has it',
    help: 'The detail says who.',
  },
  'transfer/unknown': { status: 404, title: 'There is no such transfer', help: 'Check the identifier.' },
  'transfer/not-connected': {
    status: 409,
    title: 'There is no line to this partner',
    help: 'Hand the incident over by telephone, and write on the log who has it there.',
  },
  'transfer/waiting': {
    status: 409,
    title: 'The incident is handed to this partner already',
    help: 'It is sent again, or taken back first.',
  },
  'transfer/unacknowledged': {
    status: 409,
    title: 'Nobody there has acknowledged the incident',
    help: 'It stays open here until the other side has it, or the transfer is taken back.',
  },
  'transfer/not-dead': {
    status: 409,
    title: 'It is still on its way, or over',
    help: 'Only a dead letter is sent again.',
  },
  'transfer/acknowledged': {
    status: 409,
    title: 'The transfer is acknowledged',
    help: 'The log says by whom, and under which reference.',
  },
  'transfer/withdrawn': { status: 409, title: 'The transfer was taken back', help: 'The log says why.' },
  'transfer/signature': {
    status: 401,
    title: 'The call is not signed as it must be',
    help: 'docs/transfer.md says what is signed, with which secret, and how old a timestamp may be.',
  },
  'log-number/unknown-block': {
    status: 404,
    title: 'There is no such block of log numbers',
    help: 'Blocks are listed at /log-number-blocks.',
  },
  'log-number/not-reserved': {
    status: 409,
    title: 'The number is not one of the block',
    help: 'The number on the sheet and the block belong together.',
  },
  'log-number/used': {
    status: 409,
    title: 'The number is used for a paper log',
    help: 'Look at that incident: somebody may have entered this sheet already.',
  },
  'log-number/accounted': {
    status: 409,
    title: 'The number is accounted for as unused',
    help: 'It is never used again. Reserve another, and write both on the sheet.',
  },
  'log-number/time': {
    status: 400,
    title: 'The time as written cannot be right',
    help: 'Each entry of `errors` says why. Of the hour that comes twice say which one.',
  },
  'log-number/limits': {
    status: 400,
    title: 'The force keeps back fewer numbers, or for other days',
    help: 'The limits are in the definition `log-numbers`.',
  },
  'log-number/not-set-up': {
    status: 409,
    title: 'Numbers for paper are not set up',
    help: 'The force loads a definition `log-numbers`.',
  },
} as const satisfies Record<string, RefusalPage>
