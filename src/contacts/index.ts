export type { ContactView } from './contact.ts'
export { joinContact } from './contact-commands.ts'
export { contactEvents } from './contact-contract.ts'
export { contactRoutes } from './contact-routes.ts'
