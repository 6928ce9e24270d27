export { hashPassword, isSealedPassword } from './password.ts'
export { staffEvents } from './staff-contract.ts'
export { type CountAttempt, staffRoutes } from './staff-routes.ts'
