import type { CheckState } from '../history/index.ts'
import type { BriefedSource } from './briefing.ts'
import { type BriefedCheck, type BriefedSystem, isOwn, nameCheck } from './unknown-rules.ts'

/** What our own records are called to people. */
const OWN_RECORDS = 'Force records'

type Said = CheckState | 'refused'

/** In the order in which they are said: what is there first, then what nobody knows. */
const SAID: ReadonlyArray<readonly [words: string, states: readonly Said[]]> = [
  ['found', ['hit']],
  ['nothing found', ['no_trace']],
  ['not answered yet', ['not_started', 'running']],
  ['not known, not reached', ['source_unavailable']],
  ['not known, failed', ['failed']],
  ['not known, it refused us', ['refused']],
]

/**
 * Every source the force has, with what came of asking it (I5, I12): none is left out, whatever it said or did not say. A source
 * of which nothing could be asked says so.
 */
export function tellSources(checks: readonly BriefedCheck[], systems: readonly BriefedSystem[]): BriefedSource[] {
  return [
    { name: OWN_RECORDS, text: say(checks.filter(isOwn)) },
    ...systems.map(({ code, name, connected }) => {
      const asked = checks.filter(({ source }) => source === code)
      return { name, text: asked.length > 0 || connected ? say(asked) : 'not connected, not asked' }
    }),
  ]
}

function say(checks: readonly BriefedCheck[]): string {
  if (checks.length === 0) return 'not asked: nothing to ask about'
  return SAID.flatMap(([words, states]) => {
    const these = checks.filter(({ state, refused }) => states.includes(refused ? 'refused' : state))
    // without the source in each name: it is said once
    const names = these.map(({ kind, query }) => nameCheck({ kind, query }))
    return these.length === 0 ? [] : [`${words} (${names.join(', ')})`]
  }).join('; ')
}
