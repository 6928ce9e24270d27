import { z } from 'zod'
import { accessClasses, roadClasses } from './road-graph.ts'
import { profiles } from './routing.ts'

const mph = z.number().positive().max(150)
const factor = z.number().positive().max(1)
const speedsOfClass = z.strictObject({ rural: mph, ruralOneway: mph, urban: mph, urbanOneway: mph, ramp: mph })

/** A stretch that is slower than its class: all given conditions must hold. `shut`: nobody drives through (snow). */
const pass = z.strictObject({
  name: z.string().min(1),
  names: z.array(z.string()).min(1).optional(),
  refs: z.array(z.string()).min(1).optional(),
  /** west, south, east, north: the middle of the road lies in it */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  classes: z.array(z.enum(roadClasses)).min(1).optional(),
  factor,
  shut: z.boolean(),
})
export type Pass = z.infer<typeof pass>

/** `data/force/road-speeds.json`: what the force believes of its roads, with a version and a date. */
export const roadSpeeds = z.strictObject({
  version: z.string().min(1),
  validFrom: z.iso.datetime({ offset: true }),
  source: z.string().min(1),
  /** a time by road beyond this is not searched for: the unit is too far */
  limitSeconds: z.number().positive(),
  /** from the road to the place itself, in a straight line */
  offRoad: z.strictObject({
    mph,
    /** a vehicle further than this from any road has no road time */
    vehicleMaxMetres: z.number().positive(),
    /** nor has an incident further than this (fells, sea) */
    incidentMaxMetres: z.number().positive(),
    /** how much nearer than another road a motorway must be to be meant */
    motorwayExtraMetres: z.number().nonnegative(),
    /** how much nearer a road that leads just against the way a vehicle is heading must be to be meant */
    headingExtraMetres: z.number().nonnegative().default(100),
    /** without a heading, a carriageway the other way that is no further off than this more may as well be meant */
    carriagewayMetres: z.number().nonnegative().default(30),
  }),
  /** for a vehicle in motion to turn round on a two-way road */
  turnRoundSeconds: z.record(z.enum(profiles), z.number().nonnegative()).default({ normal: 40, 'blue-light': 20 }),
  profiles: z.record(z.enum(profiles), z.record(z.enum(roadClasses), speedsOfClass)),
  /** for unclassified lanes outside towns: meeting a tractor costs time */
  singleTrack: z.record(z.enum(profiles), factor),
  /** for roads at least so steep; of those that apply, and the passes the road is on, the slowest counts */
  gradients: z.array(z.strictObject({ fromPerCent: z.number().positive(), factor })).default([]),
  /** classes of access that units drive through; on other roads a way only begins or ends (`road-access-rules.ts`) */
  access: z
    .record(z.enum(profiles), z.array(z.enum(accessClasses)))
    .default({ normal: [...accessClasses], 'blue-light': [...accessClasses] }),
  passes: z.array(pass).refine((list) => list.every((one) => one.names || one.refs || one.box), {
    error: 'a pass needs names, refs or a box',
  }),
})
export type RoadSpeeds = z.infer<typeof roadSpeeds>

/** What one profile makes of the graph. Whole milliseconds: exact sums, and half the memory of a search. */
export type RoadTimes = {
  /** to drive the whole road */
  roadMs: Int32Array
  /** 1: nobody drives through (but a unit on it may leave, and an incident on it is driven to) */
  shut: Uint8Array
  /** to turn round on a two-way road */
  turnRoundMs: number
  /** the set of changes in force on each road; left out: there are none */
  met?: Int32Array
}
