import type { SeededRandom } from './seeded-random.ts'

/** Female or male as the police record holds it. */
export type Sex = 'female' | 'male'

// Given names by when they were common, so that a grandmother is not called Jayden. All people are invented.
const given: Record<'older' | 'middle' | 'young', Record<Sex, string[]>> = {
  older: {
    female: words(`Margaret Jean Joan Mary Sheila Maureen Patricia Barbara Dorothy Audrey Eileen Brenda June Shirley
      Kathleen Beryl Marjorie Doreen Irene Pamela Sylvia Rita Hilda Edith Norma Betty Freda Agnes Winifred Eunice`),
    male: words(`John William George Ronald Kenneth Dennis Derek Raymond Arthur Leonard Stanley Eric Gordon Harold
      Norman Brian Alan Frank Ernest Albert Roy Donald Thomas Joseph Wilfred Cyril Walter Douglas Maurice Clifford`),
  },
  middle: {
    female: words(`Susan Julie Karen Jacqueline Deborah Tracey Helen Alison Sharon Nicola Lisa Joanne Michelle Claire
      Samantha Rachel Emma Sarah Victoria Kerry Rebecca Kelly Gemma Donna Amanda Lindsay Paula Angela Wendy Heather
      Agnieszka Joanna Elena Priya Nasreen Shazia Mei Ling Adaeze Sunita`),
    male: words(`David Paul Andrew Mark Stephen Ian Gary Darren Lee Jason Simon Neil Martin Craig Stuart Wayne Carl
      Robert Peter Michael Christopher Matthew Daniel Anthony Jonathan Graham Keith Barry Colin Philip
      Piotr Marek Andrei Imran Tariq Rajesh Kwame Chidi Wei Bogdan`),
  },
  young: {
    female: words(`Chloe Olivia Sophie Jessica Amelia Emily Ella Grace Lucy Ruby Freya Isla Poppy Evie Daisy Holly
      Millie Megan Abigail Caitlin Ellie Paige Leah Bethany Zara Aisha Maja Zofia Ioana Anya`),
    male: words(`Jack Harry Oliver Thomas Joshua Charlie Jacob Ethan Liam Callum Lewis Ryan Kyle Connor Jake Logan
      Noah Alfie Oscar Riley Jayden Mason Dylan Finlay Tyler Adam Jakub Yusuf Rayan Matei`),
  },
}

const family = words(`Smith Jones Taylor Brown Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts
  Green Hall Wood Jackson Clarke Hughes Edwards Hill Turner Cooper Ward Morris Moore Clark Harrison Scott Young Morgan
  Baker Carter Phillips Mitchell Shaw Campbell Anderson Allen Cook Bailey Parker Miller Davis Murphy Price Bell Griffiths
  Kelly Simpson Marshall Collins Bennett Cox Fox Gray Rose Chapman Hunt Robertson Shepherd Lloyd Ellis Dixon Armstrong
  Graham Bowman Nixon Little Irving Routledge Hodgson Tyson Benn Pattinson Mossop Fearon Fleming Nicholson Birkett Wilkinson
  Dawson Steele Sharp Relph Rigg Bowness Dalton Kirkby Postlethwaite Braithwaite Thwaites Fell Gilpin Tweddle Storey Moffat
  Bainbridge Sowerby Teasdale Longmire Airey Postle Hewitson Strickland Musgrave Crosthwaite Huddleston Satterthwaite
  Kowalski Nowak Wisniewska Popescu Ionescu Khan Hussain Patel Singh Begum Okafor Mensah Chen Wong Costa Silva`)

/** Given and family name of somebody of that sex and age. */
export function inventName(random: SeededRandom, sex: Sex, age: number): { givenNames: string; familyName: string } {
  return { givenNames: inventGivenName(random, sex, age), familyName: inventFamilyName(random) }
}

/** A given name that fits the age; one in five has a second one. */
export function inventGivenName(random: SeededRandom, sex: Sex, age: number): string {
  const names = given[age >= 65 ? 'older' : age >= 28 ? 'middle' : 'young'][sex]
  const first = random.pick(names)
  const second = random.pick(names)
  return random.chance(0.2) && second !== first ? `${first} ${second}` : first
}

/** A family name; one in forty is double. */
export function inventFamilyName(random: SeededRandom): string {
  const first = random.pick(family)
  const second = random.pick(family)
  return random.chance(0.025) && second !== first ? `${first}-${second}` : first
}

function words(text: string): string[] {
  return text.split(/\s+/)
}
