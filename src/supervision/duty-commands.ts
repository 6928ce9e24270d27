import type { z } from 'zod'
import type { Actor } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { Escalation } from '../definitions/index.ts'
import { type Answer, command, type EventOf, type Order, type Work } from '../journal/index.ts'
import type { DutyView, takeDutyBody } from './duty-contract.ts'
import { getDutyPost, listDutyPosts, refuseEnding, refuseTaking } from './duty-rules.ts'
import { listHolders, lockDuty, saveDuty, saveDutyEnded } from './duty-store.ts'
import type { WatchDesk } from './exception-commands.ts'
import type { supervisionEvents } from './exception-contract.ts'

const none: Pick<Escalation, 'posts'> = { posts: [] }

/** The posts that somebody holds for a shift, and who does. */
export async function listDuties({ db, book }: WatchDesk, actor: Actor): Promise<DutyView[]> {
  return dutiesOf(db, (await book.find('escalation'))?.body ?? none, actor)
}

/** Takes a post for a shift: from now on whatever reaches it is told to this person by name. */
export async function takeDuty(
  desk: WatchDesk,
  order: Order,
  code: string,
  { hours, relieve }: z.output<typeof takeDutyBody>,
): Promise<Answer<DutyView[]>> {
  const rules = (await desk.book.find('escalation'))?.body ?? none
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    const post = getDutyPost(code, rules)
    await lockDuty(trx, code)
    const holder = (await listHolders(trx)).find((one) => one.post === code)
    const refused = refuseTaking(post, holder, actor, relieve)
    if (refused) throw refused
    await saveDutyEnded(trx, code, actor.id)
    await saveDuty(trx, code, actor.id, hours)
    tell(work, code, actor.name)
    return { status: 200, body: await dutiesOf(trx, rules, actor) }
  })
}

/** Ends a duty; what reaches the post goes to its roles until somebody takes it. */
export async function endDuty(desk: WatchDesk, order: Order, code: string): Promise<Answer<DutyView[]>> {
  const rules = (await desk.book.find('escalation'))?.body ?? none
  return command(desk, order, async (work) => {
    const { trx, actor } = work
    getDutyPost(code, rules)
    await lockDuty(trx, code)
    const holder = (await listHolders(trx)).find(({ post }) => post === code)
    const refused = refuseEnding(holder, actor)
    if (refused) throw refused
    await saveDutyEnded(trx, code, actor.id)
    tell(work, code, null)
    return { status: 200, body: await dutiesOf(trx, rules, actor) }
  })
}

function tell(work: Work, post: string, holder: string | null): void {
  work.audit({
    op: 'alteration',
    subjectType: 'duty',
    subjectId: null,
    reason: holder === null ? 'duty ended' : 'duty taken',
    detail: { post },
  })
  work.record({ type: 'duty-changed', audience: 'supervision', data: { post, holder } } satisfies EventOf<
    typeof supervisionEvents
  >)
}

async function dutiesOf(db: Reader, rules: Pick<Escalation, 'posts'>, actor: Actor): Promise<DutyView[]> {
  const holders = await listHolders(db)
  return listDutyPosts(rules).map(({ code, name, roles }) => {
    const holder = holders.find(({ post }) => post === code)
    return {
      post: code,
      name,
      holder: holder
        ? {
            staffId: holder.staffId,
            name: holder.name,
            from: holder.from.toISOString(),
            until: holder.until.toISOString(),
          }
        : null,
      yours: holder?.staffId === actor.id,
      youMay: roles.includes(actor.role),
    }
  })
}
