import type { RefusalPage } from './shift-refusals.ts'

/** Refusals of the quality reviews. */
export const qualityRefusals = {
  'quality/no-plan': {
    status: 409,
    title: 'The force has no sampling plan or no scorecards',
    help: 'Load the definitions `sampling-plan` and `scorecards`, with a scorecard for each skill of the plan.',
  },
  'quality/drawn-already': {
    status: 409,
    title: 'Some of these days are in a draw already',
    help: 'GET /quality lists the draws; choose days that are in none.',
  },
  'quality/nobody': {
    status: 409,
    title: 'There is nothing to draw in this period',
    help: 'Nothing was closed on these days that the plan asks for, or all of it was reviewed.',
  },
  'quality/unknown': { status: 404, title: 'There is no such review', help: 'List them at /quality/reviews.' },
  'quality/none-left': {
    status: 409,
    title: 'There is nothing left that you may mark',
    help: 'What you had a hand in is marked by others. Draw another period, or look at what waits to be settled or shared.',
  },
  'quality/own-work': {
    status: 403,
    title: 'Nobody reviews what they had a hand in',
    help: 'Another supervisor does. What was found of your own work is at /quality/mine once it is shared.',
  },
  'quality/taken': {
    status: 409,
    title: 'Others have this review in hand',
    help: 'POST /quality/reviews/next gives another.',
  },
  'quality/no-draft': {
    status: 409,
    title: 'You have no draft of this review',
    help: 'Take it in hand first, or it is handed in already.',
  },
  'quality/third-person': {
    status: 403,
    title: 'Whoever marked it does not settle it',
    help: 'A supervisor who did not mark it decides the differences.',
  },
  'quality/order': {
    status: 409,
    title: 'That step does not follow',
    help: 'Marked, settled where two differ, shared, acknowledged.',
  },
  'quality/action-unknown': {
    status: 404,
    title: 'There is no such development action',
    help: 'Check the identifier.',
  },
  'quality/action-done': { status: 409, title: 'The development action is done already', help: 'Nothing more to do.' },
} as const satisfies Record<string, RefusalPage>
