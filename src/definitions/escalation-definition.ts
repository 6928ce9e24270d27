import { z } from 'zod'
import { roles } from '../core/actor.ts'

/** What can wait too long. When it does is computed (`src/supervision/clock-rules.ts`); after how long and who is told is the force's. */
export const exceptionKinds = [
  'incident-ungraded',
  'incident-unowned',
  'incident-unassigned',
  'clock-running',
  'clock-cannot-be-met',
  'clock-breached',
  'caller-waiting',
  'recontact-overdue',
  'unit-silent',
  'briefing-unread',
  'more-units-wanted',
  'markers-past-review',
  'plans-past-review',
  'rules-past-review',
  'handover-unsigned',
  'ppu-unacknowledged',
  'transfer-unacknowledged',
  'transfer-dead',
] as const
export type ExceptionKind = (typeof exceptionKinds)[number]

/** From alarm practice: high has a person act now, medium soon, low today. */
export const urgencies = ['high', 'medium', 'low'] as const

const seconds = z.number().int().min(0).max(604_800)
const post = z.string().min(1).max(40)

/** The first line that fits says after how long; where none fits, nothing is raised. */
const after = z.strictObject({
  /** left out: of every grade, and without one */
  grades: z.array(z.string()).min(1).optional(),
  /** left out: a crew of any size */
  crewUpTo: z.number().int().min(1).optional(),
  seconds,
})

/** The chains of escalation: which exception, after how long, told to whom, and who next when nobody acknowledges it. */
export const escalation = z
  .strictObject({
    /** who is told; `roles` are those whose console says it, and who may acknowledge it */
    posts: z
      .array(
        z.strictObject({
          code: post,
          name: z.string().min(1),
          roles: z.array(z.enum(roles)).min(1),
          /** one person of these roles holds it for a shift, and is told by name */
          duty: z.boolean().optional(),
        }),
      )
      .min(1),
    /** so much of the attendance clock may go, with nobody expected in time, before it is said */
    warnAtPercent: z.number().int().min(1).max(99),
    /** whoever waits and did not answer is rung again after so long */
    noAnswerAgainSeconds: seconds,
    /** a definition whose version in force is older is due for review */
    reviewAfterDays: z.number().int().min(1).max(3_650),
    /** what is said at a desk beside what is raised; without it only emergencies and what is raised */
    alarms: z
      .strictObject({
        /** what nobody answers sounds again after so long */
        againSeconds: z.number().int().min(10).max(3_600),
        /** a target that nobody has met is said with so much left */
        targetLeft: z.array(z.strictObject({ grades: z.array(z.string()).min(1), seconds })),
      })
      .optional(),
    exceptions: z.array(
      z.strictObject({
        kind: z.enum(exceptionKinds),
        /** as it is said on a screen */
        name: z.string().min(1).max(80),
        urgency: z.enum(urgencies),
        after: z.array(after).min(1),
        /** seconds are counted from when it was raised; an acknowledgement stops the chain */
        chain: z
          .array(z.strictObject({ post, afterSeconds: seconds }))
          .min(1)
          .max(10),
        /** when everybody of the chain was told, the last is told again this often, until somebody has it in hand */
        repeatSeconds: seconds.min(60).optional(),
        /** so long somebody has it in hand; left out: until it is over. If it stands still then, it is told again */
        heldSeconds: seconds.min(60).optional(),
      }),
    ),
  })
  .superRefine(({ posts, exceptions }, found) => {
    const add = (path: PropertyKey[], message: string) => found.addIssue({ code: 'custom', path, message })
    const known = posts.map(({ code }) => code)
    for (const [index, { kind, chain }] of exceptions.entries()) {
      if (exceptions.findIndex((other) => other.kind === kind) !== index)
        add(['exceptions', index, 'kind'], `${kind} is there twice`)
      for (const [step, link] of chain.entries()) {
        const at = ['exceptions', index, 'chain', step]
        if (!known.includes(link.post)) add([...at, 'post'], `${link.post} is not one of the posts`)
        if (link.afterSeconds < (chain[step - 1]?.afterSeconds ?? 0))
          add([...at, 'afterSeconds'], 'who comes next is told later, never earlier')
      }
      if (chain[0]?.afterSeconds !== 0) add(['exceptions', index, 'chain'], 'somebody is told at once')
    }
  })
export type Escalation = z.output<typeof escalation>

/** Grades that its waiting times name and the force does not have: of those nothing would ever be raised, in silence. */
export function listUnknownGrades({ exceptions }: Escalation, grades: readonly string[]): string[] {
  const named = exceptions.flatMap(({ after }) => after.flatMap((line) => line.grades ?? []))
  return [...new Set(named)].filter((grade) => !grades.includes(grade))
}
