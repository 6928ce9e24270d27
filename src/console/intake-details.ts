import type { Draft, PersonDraft } from './draft.ts'
import { nobody, questionSets, questionsFor } from './draft-rules.ts'
import type { Question } from './force-words.ts'
import type { IntakeWork } from './intake-work.ts'
import { choice, field, typed } from './marks.ts'
import { type Child, h, type Spec } from './paint.ts'

const personRoles = ['victim', 'suspect', 'witness', 'child', 'caller', 'other'].map((code) => ({
  code,
  name: code === 'suspect' ? 'person reported' : code === 'victim' ? 'person at risk' : code,
}))
const callerRoles = [
  { code: 'victim', name: 'person at risk' },
  { code: 'third-party', name: 'someone else' },
  { code: 'suspect', name: 'person reported' },
  { code: 'officer', name: 'officer' },
  { code: 'partner', name: 'partner agency' },
  { code: 'unknown', name: 'not known' },
]

/**
 * What to ask, and why, set by set for the type that is chosen; Enter takes the answer down with its instant and goes on,
 * Enter with nothing skips, and what was skipped travels with the incident (CR-04).
 */
export function questionFields(work: IntakeWork, draft: Draft): Child[] {
  const { words } = work.desk
  const domestic = words.types.filter(({ domesticAbuse }) => domesticAbuse).map(({ code }) => code)
  const questions = questionsFor(words.questions, draft, domestic)
  return questionSets(questions).flatMap(({ set, questions: asked }) => [
    h('h4.question-set', { key: `set ${set}` }, set),
    ...asked.map((question) => questionField(work, draft, question)),
  ])
}

function questionField(work: IntakeWork, draft: Draft, { code, ask, because, urgent, prompts = [] }: Question): Spec {
  const given = draft.questions[code]
  const keep = (text: string) => work.change({ questions: { ...draft.questions, [code]: text } })
  return h(
    'div',
    {
      key: code,
      class: `question${urgent ? ' urgent' : ''}${given === null ? ' skipped' : given ? ' answered' : ''}`,
    },
    h(
      'label',
      {},
      h('span.ask', {}, ask),
      h('small', {}, because),
      prompts.length > 0 && h('small.prompts', {}, `Listen for: ${prompts.join(' · ')}`),
      h('input', {
        id: `question-${code}`,
        value: given ?? '',
        placeholder:
          given === null
            ? 'Skipped: stays open and travels with the incident'
            : 'Enter: next; Enter with nothing: skip',
        oninput: (event: Event) => keep(typed(event)),
        onchange: (event: Event) => void work.takeDown(code, typed(event)),
        onkeydown: (event: KeyboardEvent) => questionKey(event, () => void work.takeDown(code, null)),
      }),
    ),
  )
}

function questionKey(event: KeyboardEvent, skip: () => void): void {
  if (event.key !== 'Enter' || event.ctrlKey) return
  event.preventDefault()
  const input = event.target as HTMLInputElement
  if (input.value.trim() === '') skip()
  const all = [...document.querySelectorAll<HTMLInputElement>('.question input')]
  all[all.indexOf(input) + 1]?.focus()
}

/** People of the incident: each is checked by name when the incident is opened or they are added. */
export function peopleFields(work: IntakeWork, draft: Draft): Child[] {
  const { incident } = work
  const row = (person: PersonDraft, index: number): Spec => {
    const change = (name: keyof PersonDraft) => (event: Event) => work.changePerson(index, { [name]: typed(event) })
    return h(
      'div.person',
      { key: String(index) },
      choice(
        personRoles,
        person.role,
        (role) => work.changePerson(index, { role: role as PersonDraft['role'] }),
        undefined,
        'Part in it',
      ),
      h('input', { 'aria-label': 'Name', placeholder: 'Name', value: person.name, oninput: change('name') }),
      h('input', { 'aria-label': 'Date of birth', type: 'date', value: person.bornOn, oninput: change('bornOn') }),
      h('input', {
        'aria-label': 'Age, where the date of birth is not known',
        placeholder: 'Age',
        inputmode: 'numeric',
        maxlength: 3,
        disabled: person.bornOn !== '',
        value: person.aged,
        oninput: change('aged'),
      }),
      h('input', {
        'aria-label': 'Relationship',
        placeholder: 'Relationship',
        value: person.relationship,
        oninput: change('relationship'),
      }),
      choice(
        [
          { code: 'yes', name: 'there now' },
          { code: 'no', name: 'not there' },
        ],
        person.present,
        (present) => work.changePerson(index, { present: present as PersonDraft['present'] }),
        'there now?',
        'There now',
      ),
      incident && h('button', { onclick: () => void work.addPerson(index) }, 'Add'),
    )
  }
  return [
    ...draft.people.map(row),
    h(
      'button.quiet',
      { key: 'add', onclick: () => work.change({ people: [...draft.people, nobody] }) },
      `Name a person${work.desk.keys.hint('person')}`,
    ),
  ]
}

/** What the caller needs, and how it is safe to reach them (CR-15). */
export function needFields(work: IntakeWork, draft: Draft): Child[] {
  const { contact } = work
  const text = (label: string, name: 'language' | 'interpreter' | 'safeNumber' | 'safeContact' | 'codeWord') =>
    field(label, h('input', { value: draft[name], oninput: (event: Event) => work.change({ [name]: typed(event) }) }))
  return [
    h(
      'div.fields',
      {},
      field(
        'Caller’s name',
        h('input', {
          initial: contact?.callerName ?? '',
          onchange: (event: Event) => void work.changeContact('Caller’s name', { callerName: typed(event) }),
        }),
      ),
      field(
        'The caller is',
        choice(
          callerRoles,
          contact?.callerRole ?? '',
          (callerRole) => void work.changeContact('Who the caller is', { callerRole }),
          'not said',
        ),
      ),
      text('Language', 'language'),
      text('Interpreter, relay or sign language', 'interpreter'),
      field(
        'Officer asked for',
        choice(
          [
            { code: 'female', name: 'a woman' },
            { code: 'male', name: 'a man' },
          ],
          draft.officerSex,
          (sex) => work.change({ officerSex: sex as Draft['officerSex'] }),
          'either',
        ),
      ),
      text('Safe number', 'safeNumber'),
      text('Safe way to make contact', 'safeContact'),
      text('Code word', 'codeWord'),
    ),
  ]
}
