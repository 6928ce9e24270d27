import { z } from 'zod'

/** The parts of a briefing, in the order in which a crew needs them (DOMAIN B11, 1 to 8). */
export const sectionTitles = {
  happening: 'What is happening',
  danger: 'Danger to you',
  people: 'People',
  orders: 'Orders and powers',
  history: 'History and risk',
  plan: 'Plan and approach',
  communication: 'Communication and safe contact',
  firstWords: 'First words',
} as const
export type SectionCode = keyof typeof sectionTitles
export const sectionCodes = Object.keys(sectionTitles) as [SectionCode, ...SectionCode[]]

/** The nine parts of a briefing (DOMAIN B11): the eight that are told, and what is not known. */
export const partCodes = [...sectionCodes, 'outstanding'] as const
export const partStates = ['filled', 'empty', 'unknown', 'failed', 'pending'] as const
export type PartState = (typeof partStates)[number]

/**
 * How far one part is known. `empty`: everything that could fill it was asked, and nothing is there; never said of a
 * source that did not answer (I12). `missing`: what would still belong there, in words.
 */
export const briefingPart = z.strictObject({
  code: z.enum(partCodes),
  state: z.enum(partStates),
  missing: z.array(z.string()),
})
export type BriefingPart = z.output<typeof briefingPart>

/** One thing said, with where it comes from and how old it is. */
export const briefingLine = z.strictObject({
  text: z.string(),
  source: z.string(),
  /** the day since when it holds, yyyy-mm-dd, where there is one */
  since: z.string().nullable(),
  /** past its review, or of a time that is over */
  stale: z.boolean(),
  danger: z.boolean(),
})
export type BriefingLine = z.output<typeof briefingLine>

/** A source and what came of asking it: found, nothing found, not known, not answered yet, not connected. */
export const briefedSource = z.strictObject({ name: z.string(), text: z.string() })
export type BriefedSource = z.output<typeof briefedSource>

/** What a crew is told; all eight parts are always there. */
export const briefingBody = z.strictObject({
  /** one sentence; when there is a response plan it begins with that (CR-25) */
  headline: z.string(),
  sections: z
    .array(z.strictObject({ code: z.enum(sectionCodes), title: z.string(), lines: z.array(briefingLine) }))
    .length(sectionCodes.length),
  /** part 9 in one sentence, to be read aloud; says so when nothing is outstanding */
  outstanding: z.string(),
  /** which of the nine parts are known; a version composed before this was judged has none */
  parts: z.array(briefingPart).length(partCodes.length).optional(),
  /** every source the force has, each with what came of it; briefings of before there were several have none */
  sources: z.array(briefedSource).optional(),
})
export type BriefingBody = z.output<typeof briefingBody>

/** What nobody knows yet, and why: never left out, never shown as "no trace" (I5, I12). */
export const unknownThing = z.strictObject({
  /** `phone`, `premises`, `person`, `pair`, `location`, `source:` and its code, or `question:` and its code */
  what: z.string(),
  state: z.enum(['PENDING', 'FAILED', 'SOURCE_UNAVAILABLE', 'NOT_ASKED', 'NOT_CONNECTED']),
  text: z.string(),
})
export type UnknownThing = z.output<typeof unknownThing>

/**
 * A briefing for radio or a mobile terminal. `preview`: all that a screen may show before somebody opens it. `text`: at
 * most a thousand characters; it never tells a protected address.
 */
export const plainBriefing = z.strictObject({ preview: z.string().max(80), text: z.string().max(1_000) })
export type PlainBriefing = z.output<typeof plainBriefing>

/** A line that came or went between two versions, with the part it stands in. */
const changedLine = z.strictObject({ part: z.enum(['headline', ...partCodes]), text: z.string(), danger: z.boolean() })
export type ChangedLine = z.output<typeof changedLine>

/** What a version says that version `since` did not, and what it no longer says. */
export const briefingChange = z.strictObject({
  since: z.int().positive(),
  added: z.array(changedLine),
  gone: z.array(changedLine),
})
export type BriefingChange = z.output<typeof briefingChange>

/** A briefing as it rides in events. */
export const briefingView = z.strictObject({
  id: z.uuid(),
  incidentId: z.uuid(),
  version: z.int().positive(),
  body: briefingBody,
  unknowns: z.array(unknownThing),
})
export type BriefingView = z.output<typeof briefingView>
