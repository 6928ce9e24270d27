/** Kinds of alarm that a desk has; `src/console/alarm-rules.ts` says when each stands. */
export const alarmKinds = ['emergency', 'more-units', 'waiting', 'unseen', 'late'] as const
/** One of them. */
export type AlarmKind = (typeof alarmKinds)[number]
