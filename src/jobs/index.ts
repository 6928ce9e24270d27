export type { Job, JobHandler } from './job.ts'
export { JobRunner } from './job-runner.ts'
