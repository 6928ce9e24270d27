import t from 'tap'
import { readDuration, readSpeedLimit, speedLimitOf } from './osm-speed-rules.ts'

t.test('limits as they are written', async (t) => {
  const limits: Array<[string, number | undefined]> = [
    ['30 mph', 30],
    ['30mph', 30],
    ['20 MPH', 20],
    ['50', 31],
    ['48 km/h', 30],
    ['112.65 kph', 70],
    ['5 knots', 6],
    ['GB:nsl_single', 60],
    ['GB:nsl_dual', 70],
    ['UK:motorway', 70],
    ['GB_nsl:single', 60],
    ['GB:urban', 30],
    ['GB:20', 20],
    ['GB:zone:20', 20],
    ['IM:rural', 60],
    ['30 mph;40 mph', 30],
    ['40 mph|signals', 40],
    ['none', undefined],
    ['signals', undefined],
    ['walk', undefined],
    ['', undefined],
    ['0', undefined],
    ['DE:urban', undefined],
    ['GB:national', undefined],
    ['30 furlongs', undefined],
  ]
  for (const [text, mph] of limits) t.equal(readSpeedLimit(text), mph, text)
})

t.test('which tag counts', async (t) => {
  t.equal(speedLimitOf({ maxspeed: '40 mph', 'maxspeed:type': 'GB:nsl_single' }), 40)
  t.equal(speedLimitOf({ maxspeed: 'signals', 'maxspeed:type': 'GB:motorway' }), 70)
  t.equal(speedLimitOf({ 'maxspeed:forward': '40 mph', 'maxspeed:backward': '30 mph' }), 30, 'the lower')
  t.equal(speedLimitOf({ 'maxspeed:forward': '40 mph', 'maxspeed:backward': 'none' }), 40)
  t.equal(speedLimitOf({ 'maxspeed:backward': 'signals', 'source:maxspeed': 'UK:nsl_dual' }), 70)
  t.equal(speedLimitOf({ 'zone:maxspeed': 'GB:20' }), 20)
  t.equal(speedLimitOf({ 'source:maxspeed': 'survey' }), undefined)
  t.equal(speedLimitOf({ 'source:maxspeed': '2018' }), undefined, 'the year of a survey is no speed')
  t.equal(speedLimitOf({}), undefined)
})

t.test('how long a crossing takes', async (t) => {
  const durations: Array<[string, number | undefined]> = [
    ['00:10', 600],
    ['1:05', 3900],
    ['01:05:30', 3930],
    ['20', 1200],
    ['PT1H5M', 3900],
    ['PT90S', 90],
    [' 00:04 ', 240],
    ['00:00', undefined],
    ['PT', undefined],
    ['soon', undefined],
    ['', undefined],
  ]
  for (const [text, seconds] of durations) t.equal(readDuration(text), seconds, text)
})
