import { type Actor, Refusal } from '../core/index.ts'
import type { Escalation } from '../definitions/index.ts'

type Post = Escalation['posts'][number]

/** The posts that somebody holds for a shift, by the force's own list. */
export function listDutyPosts({ posts }: Pick<Escalation, 'posts'>): Post[] {
  return posts.filter(({ duty }) => duty === true)
}

/** The post of that code. @throws Refusal duty/unknown when the force has none, or nobody holds it for a shift */
export function getDutyPost(code: string, rules: Pick<Escalation, 'posts'>): Post {
  const post = listDutyPosts(rules).find((one) => one.code === code)
  if (!post) throw new Refusal('duty/unknown', 'The force has no such duty')
  return post
}

/** Why this person may not take that post now; undefined: they may. */
export function refuseTaking(
  post: Post,
  holder: { staffId: string; name: string } | undefined,
  { id, role }: Pick<Actor, 'id' | 'role'>,
  relieve: boolean,
): Refusal | undefined {
  if (!post.roles.includes(role)) return new Refusal('duty/not-yours', `${post.name} is not held by a ${role}`)
  if (holder && holder.staffId !== id && !relieve) return new Refusal('duty/held', `${holder.name} is on duty`)
  return undefined
}

/** Why this person may not end it; undefined: they may. Whoever holds it does, and any supervisor. */
export function refuseEnding(
  holder: { staffId: string } | undefined,
  { id, role }: Pick<Actor, 'id' | 'role'>,
): Refusal | undefined {
  if (holder && (holder.staffId === id || role === 'supervisor')) return undefined
  return new Refusal('duty/not-held', holder ? 'Another holds it' : 'Nobody holds it')
}
