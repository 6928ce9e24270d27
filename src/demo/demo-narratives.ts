/** What is said and written about one type of incident. */
export type Narrative = {
  /** the log's first line, wherever it is */
  summaries: readonly string[]
  /** first lines that need a house, or the open */
  inside?: readonly string[]
  outside?: readonly string[]
  /** the caller's own */
  words: readonly string[]
  /** closing category and the result's text, where somebody went */
  attended: readonly Result[]
  /** and where nobody did */
  unattended: readonly Result[]
}
type Result = readonly [category: string, text: string]

// All invented, and plain on purpose: what a victim went through is never told for colour.
const narratives: Record<string, Narrative> = {
  domestic: {
    summaries: [
      'Caller says that the person named is shouting and will not leave.',
      'Caller reports messages and visits after the relationship ended.',
      'Line open, raised voices, a child heard in the background.',
      'Caller says that money and telephone are kept from them, and that they are not allowed out.',
      'Third party hears shouting and something broken.',
    ],
    inside: ['Caller was pushed during an argument and has locked the bedroom door.'],
    outside: ['Caller is being followed by a former partner.'],
    words: [
      'Can you send somebody, please.',
      'They are back again.',
      'I cannot talk long.',
      'I do not feel safe tonight.',
    ],
    attended: [
      ['domestic', 'Parties spoken to apart. Risk assessment completed with the victim. Suspect arrested.'],
      ['domestic', 'Victim seen alone. Suspect had left; address secured, safety plan agreed.'],
      ['domestic', 'No offence disclosed. Risk assessment completed, referral made to the advocate.'],
      ['domestic', 'Statement and body-worn video obtained. Suspect circulated as wanted.'],
    ],
    unattended: [['domestic', 'Victim met at a place of their choice next day. Risk assessment completed.']],
  },
  violence: {
    summaries: ['Caller was punched by somebody unknown to them.', 'Threats made over a debt.'],
    outside: ['Two groups fighting in the street.', 'Door staff report an assault, the person has run off.'],
    words: ['They are fighting.', 'He just hit him and ran.', 'Somebody is going to get hurt.'],
    attended: [
      ['violence', 'One arrest for assault. Statements taken.'],
      ['violence', 'Victim did not wish to make a complaint; injuries recorded.'],
      ['asb-nuisance', 'Group dispersed, no offence disclosed.'],
    ],
    unattended: [['violence', 'Crime recorded, statement by appointment.']],
  },
  theft: {
    summaries: ['Pedal cycle taken.', 'Vehicle missing from where it was parked overnight.'],
    inside: ['Parcel taken from the doorstep.'],
    outside: ['Shop reports goods taken, person known to staff.', 'Purse taken from a bag.'],
    words: ['It was there last night.', 'We have it on camera.', 'It has gone.'],
    attended: [
      ['theft', 'Crime recorded. Enquiries by the neighbourhood team.'],
      ['theft', 'Person detained, dealt with by community resolution.'],
    ],
    unattended: [
      ['theft', 'Crime recorded. No lines of enquiry.'],
      ['theft', 'Crime recorded. Footage to be collected.'],
    ],
  },
  damage: {
    summaries: ['Window broken overnight.', 'Car scratched along one side.'],
    outside: ['Bin on fire beside a wall.', 'Paint on a shutter.'],
    words: ['Somebody has put a window through.', 'It has been keyed.', 'It was like that when I came back.'],
    attended: [
      ['damage', 'Crime recorded. House to house made, nothing seen.'],
      ['damage', 'Known person spoken to, will pay for repair.'],
    ],
    unattended: [['damage', 'Crime recorded. No lines of enquiry.']],
  },
  burglary: {
    summaries: ['Shed broken into, tools taken.', 'Somebody seen climbing over the rear fence.'],
    inside: ['Occupier came home to a forced back door.'],
    words: ['Someone has been in.', 'The door is hanging off.', 'I can hear somebody.'],
    attended: [
      ['burglary', 'Scene examined. Crime recorded.'],
      ['burglary', 'Area searched with a dog, no trace. Crime recorded.'],
      ['suspicious', 'No entry gained, premises secure.'],
    ],
    unattended: [['burglary', 'Crime recorded. Scene examiner to attend by appointment.']],
  },
  fraud: {
    summaries: [
      'Caller gave bank details to somebody who said they were the bank.',
      'Courier due to collect a bank card.',
    ],
    inside: ['Roofers asked for cash for work not done.'],
    words: ['They said they were from the bank.', 'I have already paid them.'],
    attended: [['fraud', 'Call blocker ordered, family informed with consent.']],
    unattended: [['fraud', 'Referred for national recording. Bank informed. Safeguarding advice given.']],
  },
  drugs: {
    summaries: [
      'Cars stopping for a minute each at the same place.',
      'Strong smell of cannabis.',
      'Young person seen delivering at night.',
    ],
    words: ['There is dealing going on.', 'They are at it again.'],
    attended: [
      ['drugs', 'Search made, small amount seized.'],
      ['no-trace', 'Area searched, no trace.'],
    ],
    unattended: [['police-generated', 'Intelligence submitted, patrols added.']],
  },
  sexual: {
    summaries: ['Caller wishes to report an offence; specially trained officer requested.'],
    outside: ['Report of indecent exposure.'],
    words: ['I want to speak to someone.', 'It happened some time ago.'],
    attended: [['sexual', 'Specially trained officer met the victim. Support service offered. Crime recorded.']],
    unattended: [
      ['sexual', 'Specially trained officer arranged to meet at a place of the victim’s choice. Crime recorded.'],
    ],
  },
  weapon: {
    summaries: ['Man seen with a knife.', 'Caller heard what may have been a shot.'],
    outside: ['Group, one said to carry a bar.'],
    words: ['He has got a knife.', 'I heard a bang.'],
    attended: [
      ['weapon', 'One arrested, weapon seized.'],
      ['no-trace', 'Area searched, no trace.'],
    ],
    unattended: [['weapon', 'Bird scarer, confirmed by the farmer.']],
  },
  robbery: {
    summaries: ['Phone taken by two people who made off on foot.'],
    outside: ['Till demanded with threats.'],
    words: ['They took my phone.', 'He said to give him the money.'],
    attended: [
      ['robbery', 'Area search, two detained. Crime recorded.'],
      ['robbery', 'Statements and footage obtained. Crime recorded.'],
    ],
    unattended: [['robbery', 'Crime recorded, statement by appointment.']],
  },
  concern: {
    summaries: ['Health service asks for a check.', 'Caller worries about somebody they have just spoken to.'],
    inside: ['Neighbour not seen for some days, curtains closed.', 'Relative cannot reach the occupier.'],
    outside: ['Child seen alone late in the evening.', 'Person sitting in the cold, not dressed for it.'],
    words: ['I am worried about her.', 'He is not answering.', 'It is not like them.'],
    attended: [
      ['concern', 'Safe and well, relative informed.'],
      ['concern', 'Taken to hospital by ambulance.'],
      ['concern', 'Referral made to adult social care.'],
    ],
    unattended: [['concern', 'Contact made by telephone, no concerns.']],
  },
  suspicious: {
    summaries: ['Stranger looking into gardens.', 'Van parked for hours, occupants watching.'],
    outside: ['Person trying car doors.', 'Torch seen in an empty building.'],
    words: ['There is somebody hanging around.', 'It does not look right.'],
    attended: [
      ['suspicious', 'Person spoken to, lawful reason.'],
      ['no-trace', 'Area searched, no trace.'],
    ],
    unattended: [['suspicious', 'Vehicle checked, details recorded, patrols informed.']],
  },
  'mental-health': {
    summaries: ['Caller is in distress and speaks of ending their life.'],
    inside: ['Family asks for help; person has not slept for days.'],
    outside: ['Person on a bridge, calm, wishes to talk.'],
    words: ['I cannot go on.', 'He needs help.', 'She is not herself.'],
    attended: [
      ['mental-health', 'With the crisis team; went to a place of safety of their own will.'],
      ['mental-health', 'Stayed until family came. Crisis line and doctor informed.'],
    ],
    unattended: [['mental-health', 'Put through to the crisis team, who are with the person.']],
  },
  missing: {
    summaries: ['Young person not home by the agreed time.', 'Patient left the ward.'],
    inside: ['Resident has left, not dressed for the weather.'],
    words: ['She should have been back hours ago.', 'He has gone out again.'],
    attended: [['missing', 'Found safe and well, taken home. Return interview requested.']],
    unattended: [['missing', 'Returned by themselves. Return interview requested.']],
  },
  abandoned: {
    summaries: [
      'Silent call, line cleared before an answer.',
      'Abandoned call, music heard.',
      'Open line from a pocket.',
    ],
    words: ['(noise of a street)', '(music)'],
    attended: [['abandoned', 'Number and history checked. Visited, all in order.']],
    unattended: [
      ['abandoned', 'Number and history checked. Called back, child playing with the telephone.'],
      ['abandoned', 'Number and history checked. Called back, dialled in error.'],
    ],
  },
  alarm: {
    summaries: ['Intruder alarm, keyholder informed.'],
    outside: ['Panic alarm at commercial premises.'],
    words: ['Alarm company reports an activation.'],
    attended: [['alarm', 'Premises secure, false activation.']],
    unattended: [['alarm', 'Keyholder attended, no need of police.']],
  },
  collapse: {
    summaries: ['Person on the ground, not responding.'],
    outside: ['Walker fallen on a path, mountain rescue called.'],
    words: ['He is not waking up.', 'She has fallen.'],
    attended: [['collapse', 'Ambulance took over.']],
    unattended: [['collapse', 'Dealt with by ambulance and mountain rescue.']],
  },
  'sudden-death': {
    summaries: ['Ambulance asks for police, unexpected death.'],
    inside: ['Occupier found by a relative.'],
    words: ['I think he has died.'],
    attended: [['sudden-death', 'Not suspicious. Family supported, report for the coroner.']],
    unattended: [['sudden-death', 'Expected death, doctor attends.']],
  },
  animals: {
    summaries: ['Dog loose among lambs.'],
    outside: ['Sheep on the road.', 'Horse in the carriageway.'],
    words: ['They are all over the road.', 'The dog is going for them.'],
    attended: [['animals', 'Owner found, animals moved.']],
    unattended: [['animals', 'Owner informed and on the way.']],
  },
  civil: {
    summaries: ['Argument about a parked car.'],
    inside: ['Dispute over a boundary.', 'Landlord and tenant disagree about keys.'],
    words: ['He says that it is his land.', 'They have changed the locks.'],
    attended: [['civil', 'Breach of the peace prevented, parties separated.']],
    unattended: [['civil', 'Advice given, civil matter.']],
  },
  wanted: {
    summaries: ['Wanted person seen.', 'Warrant not backed for bail.'],
    words: ['You are looking for him.'],
    attended: [
      ['wanted', 'Arrested.'],
      ['no-trace', 'Visited, no trace.'],
    ],
    unattended: [['wanted', 'Address passed to the team that holds the warrant.']],
  },
  'asb-personal': {
    summaries: [
      'The same young people shout at the caller each time they pass.',
      'Messages from an unknown number every night.',
    ],
    words: ['They will not leave us alone.', 'It is every night.'],
    attended: [['asb-personal', 'Neighbourhood officer visited. Named person warned.']],
    unattended: [['asb-personal', 'Risk matrix completed, diary sheets sent.']],
  },
  'asb-nuisance': {
    summaries: ['Fireworks let off.', 'Off-road motorcycles.'],
    inside: ['Loud music from a party.'],
    outside: ['Group drinking at the shelter.'],
    words: ['It has been going on for hours.', 'They are making a racket.'],
    attended: [
      ['asb-nuisance', 'Words of advice given.'],
      ['asb-nuisance', 'Group moved on.'],
      ['no-trace', 'All quiet on arrival.'],
    ],
    unattended: [['asb-nuisance', 'Passed to the council and the neighbourhood team.']],
  },
  'asb-environmental': {
    summaries: ['Rubbish tipped.', 'Needles found.'],
    words: ['Somebody has dumped a sofa.', 'It needs clearing up.'],
    attended: [['asb-environmental', 'Details of a vehicle passed to the council.']],
    unattended: [['asb-environmental', 'Passed to the council.']],
  },
  'rtc-injury': {
    summaries: ['Two vehicles, one person trapped.', 'Motorcyclist down, conscious.', 'Pedestrian struck.'],
    words: ['There has been a crash.', 'He has come off his bike.'],
    attended: [
      ['rtc-injury', 'With ambulance and fire. Road closed, collision report made.'],
      ['rtc-injury', 'Minor injuries. Details exchanged, vehicles recovered.'],
    ],
    unattended: [['rtc-injury', 'Dealt with by ambulance; driver reports at a station.']],
  },
  'rtc-damage': {
    summaries: [
      'Two cars, nobody hurt, one lane blocked.',
      'Car into a wall, driver out.',
      'Parked car struck, other driver did not stop.',
    ],
    words: ['We have had a bump.', 'Somebody has hit my car.'],
    attended: [['rtc-damage', 'Vehicles moved, details exchanged.']],
    unattended: [
      ['rtc-damage', 'Details exchanged between the drivers.'],
      ['road-offence', 'Enquiries into the driver who did not stop.'],
    ],
  },
  highway: {
    summaries: [
      'Broken-down lorry on a bend.',
      'Tree across the road.',
      'Traffic lights out.',
      'Surface water, cars slowing.',
    ],
    words: ['The road is blocked.', 'There is something on the road.'],
    attended: [['highway', 'Traffic managed until clear.']],
    unattended: [['highway', 'Highways informed.']],
  },
  'road-offence': {
    summaries: ['Car all over the road, caller is behind it.', 'Parked across a drive.', 'Vehicles racing.'],
    words: ['The way he drives, somebody will be hurt.', 'I cannot get out of my drive.'],
    attended: [
      ['road-offence', 'Vehicle stopped, driver reported.'],
      ['road-offence', 'Driver arrested after a breath test.'],
      ['no-trace', 'Area searched, not seen.'],
    ],
    unattended: [['road-offence', 'Patrols informed, keeper to be written to.']],
  },
  message: {
    summaries: [
      'Message for an officer about an ongoing case.',
      'Caller asks for advice.',
      'Information about a named person.',
    ],
    words: ['Can you let the officer know.', 'I just need some advice.'],
    attended: [['message', 'Officer called in and spoke with the caller.']],
    unattended: [
      ['message', 'Message passed.'],
      ['message', 'Advice given.'],
    ],
  },
  'police-generated': {
    summaries: ['Foot patrol after complaints.', 'Visit made.'],
    outside: ['Vehicle stopped.'],
    words: ['Show me at this location.'],
    attended: [
      ['police-generated', 'No further action.'],
      ['road-offence', 'Driver reported.'],
    ],
    unattended: [['police-generated', 'Recorded for the neighbourhood team.']],
  },
  'assist-agency': {
    summaries: ['Ambulance asks for help.', 'Fire service asks for police.'],
    outside: ['Coastguard asks for a search of the shore.', 'Road closure asked for.'],
    words: ['Ambulance control here.', 'We could do with a hand.'],
    attended: [['assist-agency', 'Assisted, left with the agency.']],
    unattended: [['assist-agency', 'No longer needed.']],
  },
  'lost-found': {
    summaries: ['Wallet found.', 'Telephone lost on a bus.', 'Dog found without a collar.'],
    words: ['I have found something.', 'I have lost my phone.'],
    attended: [['lost-found', 'Collected and restored to the owner.']],
    unattended: [
      ['lost-found', 'Recorded; finder keeps it for collection.'],
      ['lost-found', 'Restored to the owner.'],
    ],
  },
}

/** What is told of a type. @throws Error when the force has a type that the demo has no words for */
export function narrativeOf(type: string): Narrative {
  const narrative = narratives[type]
  if (!narrative) throw new Error(`the demo has no narrative for incidents of type ${type}`)
  return narrative
}
