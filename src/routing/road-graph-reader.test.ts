import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { accessClasses, isTwoWay, roadFlag } from './road-graph.ts'
import { readRoadGraph } from './road-graph-reader.ts'

function folderWith(t: Test, nodes: string, edges: string): string {
  return t.testdir({ 'nodes.csv.gz': gzipSync(nodes), 'edges.csv.gz': gzipSync(edges) })
}

const nodes = 'id,lon,lat,main_scc\n7,-3.1,54.5,1\n9,-3.0,54.5,0\n'
const columns =
  'id,from,to,class,subclass,oneway,ramp,structure,service_road,name,ref,urban,length_m,default_mph,polyline5'

t.test('reads the two files', async (t) => {
  const edges = `${columns}\n1,7,9,minor,unclassified,1,0,,0,"Long, Lane",,0,6500,28,_p~iF~ps|U_ulLnnqC\n2,9,7,trunk,,0,1,,0,,A6,1,70,40,_p~iF~ps|U_ulLnnqC\n`
  const graph = readRoadGraph(folderWith(t, nodes, edges))
  t.match(graph, { nodes: 2, roads: 2, roadName: ['Long, Lane', ''], roadRef: ['', 'A6'] })
  t.equal(graph.roadFlags[0], roadFlag.oneway | roadFlag.unclassified)
  t.equal(graph.roadFlags[1], roadFlag.ramp | roadFlag.urban)
  t.notOk(isTwoWay(graph, 0))
  t.ok(isTwoWay(graph, 1))
  t.same([...graph.lineLat.subarray(0, 2)], [3850000, 4070000])
  t.equal(graph.nodeMain[graph.roadFrom[0] as number], 1)
  t.equal(graph.nodeMain[graph.roadTo[0] as number], 0)
})

t.test('a road that cannot be read is named', async (t) => {
  for (const bad of [
    '5,7,9,canal,,0,0,,0,,,0,65,28,_p~iF~ps|U_ulLnnqC',
    '5,7,9,minor,,0,0,,0,,,0,x,28,_p~iF~ps|U_ulLnnqC',
    '5,7,9,minor,,0,0,,0,,,0,65,28,',
  ]) {
    t.throws(() => readRoadGraph(folderWith(t, nodes, `${columns}\n${bad}\n`)), { message: /road 5/ })
  }
  t.throws(() => readRoadGraph(folderWith(t, nodes, `${columns}\n5,8,7,minor,,0,0,,0,,,0,65,28,_p~iF~ps|U_ulLnnqC\n`)))
  t.throws(() => readRoadGraph(folderWith(t, nodes, `${columns}\n5,7,8,minor,,0,0,,0,,,0,65,28,_p~iF~ps|U_ulLnnqC\n`)))
})

t.test('what an import adds: limits, ferries, and turn restrictions', async (t) => {
  const more = `${columns},maxspeed_mph,access,ferry_seconds,osm_way`
  const line = '_p~iF~ps|U_ulLnnqC'
  const edges = `${more}\n1,7,9,minor,,0,0,,0,,,0,65,28,${line},20,private,,11\n2,9,7,service,ferry,0,0,,0,,,0,65,28,${line},,,600,12\n`
  const folder = folderWith(t, nodes, edges)
  const sign = (row: string) =>
    writeFileSync(join(folder, 'restrictions.csv.gz'), gzipSync(`from_edge,via_node,to_edge,kind\n${row}\n`))
  sign('1,9,2,no')
  const graph = readRoadGraph(folder)
  t.same([...graph.roadLimit], [20, 0])
  t.same([...graph.roadFerry], [0, 600])
  t.same(
    [...graph.roadAccess].map((access) => accessClasses[access]),
    ['private', ''],
  )
  t.equal(graph.nodes, 3, 'the junction with the sign is there twice')
  for (const bad of ['5,9,2,no', '1,5,2,no', '1,9,5,no', '1,9,2,perhaps']) {
    sign(bad)
    t.throws(() => readRoadGraph(folder), { message: /restrictions\.csv\.gz/ }, bad)
  }
  const unheard = `${more}\n1,7,9,minor,,0,0,,0,,,0,65,28,${line},20,whoever,,11\n`
  t.throws(() => readRoadGraph(folderWith(t, nodes, unheard)), { message: /road 1/ })
})
