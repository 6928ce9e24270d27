export {
  type Answer,
  type AuditEntry,
  command,
  type Desk,
  type NewJob,
  type Order,
  type Work,
  writeDown,
} from './command.ts'
export type { Audience, EventOf, EventSchemas, JournalEvent, NewEvent } from './event.ts'
export { getJournalHead, type JournalHead, listEventsAfter } from './journal-board.ts'
