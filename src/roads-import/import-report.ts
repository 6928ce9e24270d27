import { roadClasses } from '../routing/index.ts'
import type { FirstPass, SecondPass } from './extract-passes.ts'
import type { ImportedNetwork, ImportedRoad } from './road-network.ts'

/** Everything an import has to say for itself. */
export type ImportReport = {
  extract: string
  dataOf: Date | undefined
  classes: Array<{ class: string; roads: number; km: number }>
  roads: number
  km: number
  junctions: number
  outsideMain: number
  oneway: number
  exempt: number
  withLimit: number
  access: Record<'destination' | 'private' | 'emergency', number>
  structures: Record<'bridge' | 'tunnel' | 'ford', number>
  ferries: { roads: number; withoutDuration: number }
  urban: { by: 'land' | 'tags'; share: number; areas: number; residentialInside: number; openRings: number }
  restrictions: { read: number; kept: number; unhandled: Array<[reason: string, count: number]> }
  barriers: { cut: number; left: number }
  leavingWays: number
  skipped: Array<[reason: string, ways: number]>
}

/** Counts what was read, kept and left out. */
export function reportOn(
  extract: { name: string; dataOf: Date | undefined },
  first: FirstPass,
  second: SecondPass,
  network: ImportedNetwork,
): ImportReport {
  const { roads, junctions, restrictions, cut, urbanBy, unhandled } = network
  const countOf = (is: (road: ImportedRoad) => boolean) => roads.filter(is).length
  const km = (some: readonly ImportedRoad[]) => some.reduce((sum, { metres }) => sum + metres, 0) / 1000
  return {
    extract: extract.name,
    dataOf: extract.dataOf,
    classes: roadClasses.map((name) => {
      const ofClass = roads.filter(({ way }) => way.road.class === name && !way.road.ferry)
      return { class: name, roads: ofClass.length, km: km(ofClass) }
    }),
    roads: roads.length,
    km: km(roads),
    junctions: junctions.length,
    outsideMain: junctions.filter(({ main }) => !main).length,
    oneway: countOf(({ oneway }) => oneway),
    exempt: countOf(({ way }) => way.road.exempt),
    withLimit: countOf(({ way }) => way.road.maxspeedMph !== undefined),
    access: {
      destination: countOf(({ way }) => way.road.access === 'destination'),
      private: countOf(({ way }) => way.road.access === 'private'),
      emergency: countOf(({ way }) => way.road.access === 'emergency'),
    },
    structures: {
      bridge: countOf(({ structure }) => structure === 'bridge'),
      tunnel: countOf(({ structure }) => structure === 'tunnel'),
      ford: countOf(({ structure }) => structure === 'ford'),
    },
    ferries: {
      roads: countOf(({ way }) => way.road.ferry !== undefined),
      withoutDuration: countOf(({ way }) => way.road.ferry !== undefined && way.road.ferry.seconds === undefined),
    },
    urban: {
      by: urbanBy.source,
      share: countOf(({ urban }) => urban) / roads.length,
      areas: urbanBy.areas,
      residentialInside: urbanBy.residentialInside,
      openRings: second.openRings,
    },
    restrictions: { read: first.restrictionsRead, kept: restrictions.length, unhandled: mostFirst(unhandled) },
    barriers: { cut: cut.barriersCut, left: cut.barriersLeft },
    leavingWays: cut.leavingWays,
    skipped: mostFirst(first.skipped),
  }
}

function mostFirst(counts: ReadonlyMap<string, number>): Array<[string, number]> {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** The report in words, a line for each fact. */
export function linesOf(report: ImportReport): string[] {
  const { restrictions, ferries, urban, access, structures, barriers } = report
  const share = (part: number) => `${Math.round(part * 100)} %`
  return [
    `${report.extract}${report.dataOf ? `, OpenStreetMap of ${report.dataOf.toISOString().slice(0, 10)}` : ''}`,
    ...report.classes.map(
      ({ class: name, roads, km }) =>
        `  ${name.padEnd(10)} ${String(roads).padStart(8)} roads ${km.toFixed(1).padStart(9)} km`,
    ),
    `  ${'together'.padEnd(10)} ${String(report.roads).padStart(8)} roads ${report.km.toFixed(1).padStart(9)} km`,
    `${report.junctions} junctions, ${report.outsideMain} of them outside the main network: nobody is sent from or to those`,
    `${report.oneway} roads are one-way; ${report.exempt} more are one-way for others but not for police`,
    `${report.withLimit} roads have a speed limit (${share(report.withLimit / report.roads)})`,
    `access: ${access.private} private (police may use them), ${access.emergency} for emergency vehicles, ${access.destination} for destinations`,
    `${structures.bridge} roads on bridges, ${structures.tunnel} in tunnels, ${structures.ford} through fords`,
    `${ferries.roads} ferries, ${ferries.withoutDuration} without a duration (4 m/s assumed)`,
    urban.by === 'land'
      ? `${share(urban.share)} of roads are urban, by ${urban.areas} areas of built-up land (${share(urban.residentialInside)} of residential streets lie in them)`
      : `${share(urban.share)} of roads are urban, by limit, class, lamps and density of streets: only ${share(urban.residentialInside)} of residential streets lie in its ${urban.areas} areas of built-up land`,
    ...(urban.openRings > 0
      ? [`${urban.openRings} areas of built-up land are not whole in the extract and were left out`]
      : []),
    `${restrictions.read} turn restrictions read, ${restrictions.kept} turns restricted`,
    ...restrictions.unhandled.map(([reason, many]) => `  ${many} not handled: ${reason}`),
    `${barriers.cut} barriers end a road; ${barriers.left} at junctions were left out`,
    `${report.leavingWays} ways leave the extract and were cut there`,
    'ways that are no road:',
    ...report.skipped.map(([reason, many]) => `  ${String(many).padStart(8)} ${reason}`),
  ]
}
