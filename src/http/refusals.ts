import { alarmRefusals } from './alarm-refusals.ts'
import { qualityRefusals } from './quality-refusals.ts'
import { type RefusalPage, shiftRefusals } from './shift-refusals.ts'

/**
 * Every refusal there is; the problem pages (`/problems/...`) and docs/problems.md are made from this table.
 * 400 not valid, 401 nobody, 403 right, 404 unknown, 409 rules or state, 422 key reused, 429 too many, 503 not recorded, or not
 * to be had now.
 */
export const refusals = {
  'request/invalid': {
    status: 400,
    title: 'The request is not valid',
    help: 'Each entry of `errors` points at one field and says what it must be.',
  },
  'request/malformed': { status: 400, title: 'The request cannot be read', help: 'Send well-formed JSON in UTF-8.' },
  'request/too-deep': {
    status: 400,
    title: 'The request nests too deeply',
    help: 'No form of this service nests more than 32 levels.',
  },
  'request/too-large': {
    status: 413,
    title: 'The request is too large',
    help: 'A body may hold 256 KiB. Split long text over several log entries.',
  },
  'request/media-type': { status: 415, title: 'The body is not JSON', help: 'Send `Content-Type: application/json`.' },
  'request/key-missing': {
    status: 400,
    title: 'The Idempotency-Key is missing',
    help: 'Send a new random `Idempotency-Key` (1 to 128 characters) with each command, and the same one when you repeat it.',
  },
  'request/key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    help: 'A key belongs to one request for seven days. Use a new one.',
  },
  'request/in-flight': {
    status: 409,
    title: 'The same request is being worked on',
    help: 'Wait a moment and send it again with the same key.',
  },
  'request/unknown-route': {
    status: 404,
    title: 'There is nothing at this address',
    help: 'The interface is described in docs/openapi.json.',
  },
  'request/too-many': { status: 429, title: 'Too many requests', help: 'Wait as long as `Retry-After` says.' },
  'request/origin': {
    status: 403,
    title: 'The page that sent this is not one of ours',
    help: 'An administrator lists other origins in ALLOWED_ORIGINS.',
  },
  'session/none': { status: 401, title: 'Nobody is signed in', help: 'Sign in again; nothing you typed is lost.' },
  'session/wrong-password': {
    status: 401,
    title: 'The name or the password is not right',
    help: 'Try again, or ask an administrator.',
  },
  'exception/unknown': {
    status: 404,
    title: 'There is no such exception',
    help: 'List what stands at /exceptions.',
  },
  'exception/resolved': {
    status: 409,
    title: 'The exception is over',
    help: 'What it was about has been done; there is nothing to take in hand.',
  },
  'exception/acknowledged': {
    status: 409,
    title: 'Somebody has the exception in hand',
    help: 'The detail says who.',
  },
  'exception/not-yours': {
    status: 403,
    title: 'The exception was told to somebody else',
    help: 'It is acknowledged by whoever it was told to, or by a supervisor.',
  },
  'duty/unknown': {
    status: 404,
    title: 'There is no such duty',
    help: 'The posts that somebody holds for a shift are listed at /duties.',
  },
  'duty/not-yours': {
    status: 403,
    title: 'This duty belongs to another role',
    help: 'It is held by somebody of the roles that the force names for the post.',
  },
  'duty/held': {
    status: 409,
    title: 'Somebody else holds this duty',
    help: 'The detail says who. Relieve them with `relieve`, which they are told.',
  },
  'duty/not-held': { status: 409, title: 'You do not hold this duty', help: 'Look at /duties.' },
  'right/missing': {
    status: 403,
    title: 'Your role may not do this',
    help: 'Ask whoever holds the role; a supervisor can help.',
  },
  'service/not-recorded': {
    status: 503,
    title: 'Nothing was recorded',
    help: 'Use paper, and send the same request with the same key again until it is answered.',
  },
  'contact/unknown': { status: 404, title: 'There is no such contact', help: 'Check the identifier.' },
  'contact/already-linked': {
    status: 409,
    title: 'The contact already belongs to an incident',
    help: 'A contact stays with its incident. Link the two incidents instead.',
  },
  'contact/first-words-kept': {
    status: 409,
    title: 'First words stay as they were said',
    help: 'They are evidence. Add what is heard later to the log.',
  },
  'contact/ended': {
    status: 409,
    title: 'The contact has ended',
    help: 'Its record stays; nothing more can be added to the line itself.',
  },
  'incident/person-unknown': {
    status: 404,
    title: 'There is no such person',
    help: 'Read the incident again, and choose among the people it offers.',
  },
  'place/unknown': {
    status: 404,
    title: 'There is no such place in the gazetteer',
    help: 'Search again, or give the location in words with a point.',
  },
  'place/protected': {
    status: 403,
    title: 'This address is protected',
    help: 'It is told to a supervisor, to whoever takes the call, to a dispatcher of the area, and to the crew that goes there.',
  },
  'place/not-protected': {
    status: 409,
    title: 'The incident is at no protected address',
    help: 'Its address stands on the incident itself.',
  },
  'place/not-protectable': {
    status: 409,
    title: 'This place cannot be protected',
    help: 'Only a house or a named place can: a street or a town that were masked would hide everybody who lives there.',
  },
  'place/not-marked': {
    status: 409,
    title: 'The place is not protected',
    help: 'Somebody may have taken it off a moment ago: GET /protected-places/{placeId} says who and why.',
  },
  'place/outside': {
    status: 409,
    title: 'The place is outside the force area',
    help: 'Hand the incident to the force it belongs to.',
  },
  'definition/unknown': {
    status: 400,
    title: 'The force has no such code',
    help: 'The codes in force are listed at /definitions.',
  },
  'incident/unknown': { status: 404, title: 'There is no such incident', help: 'Check the identifier.' },
  'incident/closed': { status: 409, title: 'The incident is closed', help: 'A supervisor can reopen it.' },
  'incident/open': { status: 409, title: 'The incident is open', help: 'Nothing to reopen.' },
  'incident/locked': {
    status: 403,
    title: 'Only a communication-centre supervisor may end or lessen this incident',
    help: 'Domestic abuse, repeat and vulnerable incidents are closed, downgraded, retyped or unflagged by a supervisor who did not take the call (HMIC 2014).',
  },
  'incident/own-call': {
    status: 403,
    title: 'Whoever took the call may not do this',
    help: 'Another supervisor must.',
  },
  'incident/not-yours': {
    status: 403,
    title: 'This belongs to another role',
    help: 'Ask a dispatcher or a supervisor.',
  },
  'incident/units-assigned': {
    status: 409,
    title: 'Units are still assigned',
    help: 'Clear or stand down every unit first.',
  },
  'incident/incomplete': {
    status: 409,
    title: 'The log is not complete enough to close',
    help: '`missing` names each thing and who owes it.',
  },
  'incident/no-location': {
    status: 409,
    title: 'The incident has no location yet',
    help: 'Choose a place, or give a point.',
  },
  'incident/not-graded': { status: 409, title: 'The incident has no grade yet', help: 'Grade it first.' },
  'incident/action-unknown': {
    status: 404,
    title: 'There is no such action on this incident',
    help: 'Check the identifier.',
  },
  'incident/action-done': { status: 409, title: 'The action is done already', help: 'Nothing more to do.' },
  'incident/link-self': {
    status: 409,
    title: 'An incident is not linked to itself',
    help: 'Choose the other incident.',
  },
  'grade/unknown': {
    status: 400,
    title: 'There is no such grade in force',
    help: 'The grades in force are listed at /definitions.',
  },
  'grade/lower': {
    status: 409,
    title: 'A grade is not lowered like this',
    help: 'Ask for a lower grade with its reason; another person approves it.',
  },
  'grade/not-lower': {
    status: 409,
    title: 'The grade asked for is not lower',
    help: 'Raising a grade needs no request.',
  },
  'grade/request-waiting': {
    status: 409,
    title: 'A request for a lower grade is waiting already',
    help: 'It is decided first.',
  },
  'grade/no-request': {
    status: 409,
    title: 'No request for a lower grade is waiting',
    help: 'Somebody may have decided it a moment ago.',
  },
  'grade/second-person': { status: 403, title: 'Whoever asked may not approve', help: 'Another supervisor decides.' },
  'grade/binding': {
    status: 403,
    title: 'Only a supervisor may grade this lower than proposed',
    help: 'A silent or abandoned call with a domestic abuse marker is grade 1 until a supervisor says otherwise.',
  },
  'grade/domestic-abuse': {
    status: 403,
    title: 'Domestic abuse is not graded this low',
    help: 'Grade 1 or 2; a supervisor may decide otherwise (HMIC 2014).',
  },
  'grade/assessment-incomplete': {
    status: 400,
    title: 'A lower grade needs the whole assessment',
    help: 'Say each letter of THRIVE, and why. `errors` names what was not said.',
  },
  'grade/remote-conditions': {
    status: 409,
    title: 'Domestic abuse is not dealt with at a distance like this',
    help: 'Only when the suspect is not there, the place is safe and whoever is at risk agrees, and a supervisor approves.',
  },
  'grade/happening-now': {
    status: 409,
    title: 'It is happening now: somebody goes',
    help: 'Domestic abuse that is happening now is never an appointment, and never dealt with at a distance.',
  },
  'grade/not-yours': { status: 403, title: 'Grading belongs to another role', help: 'Ask the control room.' },
  'road-change/no-road': {
    status: 400,
    title: 'No road answers to that',
    help: 'Name a pass, a road by its name or number, or draw along the road.',
  },
  'road/not-answering': {
    status: 503,
    title: 'The roads cannot be asked just now',
    help: 'They answer again within seconds; nothing was closed or opened.',
  },
  'wallboard/name-taken': {
    status: 409,
    title: 'A system account has that name or that token',
    help: 'Choose another name; make another token.',
  },
  'wallboard/unknown': {
    status: 404,
    title: 'There is no such wallboard that is lit',
    help: 'It may have been ended already.',
  },
  'road-change/unknown': {
    status: 404,
    title: 'There is no such road change',
    help: 'It may have been withdrawn already.',
  },
  'recommendation/unknown': {
    status: 404,
    title: 'There is no recommendation yet',
    help: 'The incident needs a grade and a location first.',
  },
  'recommendation/stale': {
    status: 409,
    title: 'There is a newer recommendation',
    help: '`current` holds it; look once more and choose.',
  },
  'recommendation/met': {
    status: 409,
    title: 'The need was met a moment ago',
    help: '`deployments` names the units that are going. Send `additional: true` for one more.',
  },
  'deployment/no-reason-owed': {
    status: 409,
    title: 'No reason is owed for this deployment',
    help: 'The first unit was sent, or the reason is given already.',
  },
  'undo/too-late': {
    status: 409,
    title: 'It is too late to undo this',
    help: 'Ten seconds by the service’s clock; after that it is set right by what follows.',
  },
  'undo/acted-on': { status: 409, title: 'Somebody has acted on it since', help: 'Set it right by what follows.' },
  'undo/not-yours': { status: 409, title: 'Somebody else did this', help: 'Whoever did it may undo it.' },
  'log/unknown': { status: 404, title: 'There is no such line on this log', help: 'Check the identifier.' },
  'unit/unknown': { status: 404, title: 'There is no such unit', help: 'Check the callsign.' },
  'unit/off-duty': { status: 409, title: 'The unit is off duty', help: 'Choose another.' },
  'unit/not-deployable': {
    status: 409,
    title: 'The unit cannot be deployed in its present state',
    help: 'Choose another, or ask the crew.',
  },
  'unit/committed': {
    status: 409,
    title: 'The unit is committed to an incident that is as urgent',
    help: 'Choose another unit.',
  },
  'unit/divert-needed': {
    status: 409,
    title: 'The unit is going to another incident',
    help: 'Send `divert` with a reason; the other incident is told.',
  },
  'unit/recontact-needed': {
    status: 409,
    title: 'The incident that would be left is watched',
    help: 'Send `divert.recontactInMinutes`: when it is contacted again, within `recontactWithinMinutes`. Supervisors are told.',
  },
  'unit/not-committed': {
    status: 409,
    title: 'The unit is not going to another incident',
    help: 'It can be sent without a divert.',
  },
  'unit/not-eligible': {
    status: 409,
    title: 'The unit may not be sent alone to this',
    help: '`because` names the rule.',
  },
  'unit/state': {
    status: 409,
    title: 'The unit cannot go from its state to that one',
    help: 'The states and what may follow are listed at /definitions.',
  },
  'unit/not-yours': {
    status: 403,
    title: 'This is another crew',
    help: 'A crew reads and changes only what is its own.',
  },
  'deployment/unknown': { status: 404, title: 'There is no such deployment', help: 'Check the identifier.' },
  'deployment/ended': {
    status: 409,
    title: 'The deployment has ended',
    help: 'Assign the unit again if it is needed.',
  },
  'deployment/order': {
    status: 409,
    title: 'That step does not follow',
    help: 'Assigned, acknowledged, mobile, at scene, cleared.',
  },
  'briefing/unknown': { status: 404, title: 'There is no such briefing', help: 'Check its version.' },
  'figures/not-ready': {
    status: 503,
    title: 'The figures are not up to date yet',
    help: 'The journal is still being read; ask again in a minute.',
  },
  ...shiftRefusals,
  ...alarmRefusals,
  ...qualityRefusals,
  'staff/unknown': { status: 404, title: 'There is no such person', help: 'Check the identifier.' },
  'staff/username-taken': { status: 409, title: 'That user name is taken', help: 'Choose another.' },
} as const satisfies Record<string, RefusalPage>

/** The code of a refusal in the table. */
export type RefusalCode = keyof typeof refusals

/** The page of a code; a code that is not in the table is a fault of ours and says so by being absent. */
export function findRefusalPage(code: string): RefusalPage | undefined {
  return (refusals as Record<string, RefusalPage>)[code]
}
