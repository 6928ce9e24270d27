import type { SectionCode } from './briefing.ts'
import type { AskedQuestion } from './unknown-rules.ts'

/** Where the answer to a question is told; one the force added is told with what is happening. */
export const PLACES: Readonly<Record<string, SectionCode>> = {
  weapons: 'danger',
  'safe-now': 'people',
  injured: 'people',
  children: 'people',
  orders: 'orders',
  history: 'history',
  access: 'plan',
  'code-word': 'plan',
  'safe-contact': 'communication',
}

/** What decides which questions are asked of an incident, and what was answered. */
type QuestionFacts = {
  incident: { typeCode: string; domesticAbuse: boolean; happeningNow: boolean }
  needs: { questions: Readonly<Record<string, string | null>> }
  questionSet: ReadonlyArray<{ code: string; ask: string; urgent: boolean; for: readonly string[] }>
  domesticAbuseTypes: readonly string[]
}

/** The questions of this incident with their answers: those of its type, and every one that was answered or skipped. */
export function findQuestions({ incident, needs, questionSet, domesticAbuseTypes }: QuestionFacts): AskedQuestion[] {
  const isAbuse = domesticAbuseTypes.includes(incident.typeCode)
  // one that was flagged is asked what the force asks of domestic abuse in general: its first type of that
  const types = [incident.typeCode, ...(incident.domesticAbuse && !isAbuse ? domesticAbuseTypes.slice(0, 1) : [])]
  const asked = needs.questions
  return (
    questionSet
      .filter(({ code, for: only }) => code in asked || only.length === 0 || only.some((type) => types.includes(type)))
      .map(({ code, ask, urgent }) => ({
        code,
        ask,
        urgent,
        answer: asked[code]?.trim() || null,
        skipped: code in asked,
      }))
      // the handler's own mark answers it, and is told in the headline
      .filter(({ code, answer }) => !(code === 'happening-now' && answer === null && incident.happeningNow))
  )
}
