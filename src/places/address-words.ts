/** Short forms that callers and gazetteers use, written out. `st` is decided by where it stands, not here. */
export const shortForms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    rd: 'road',
    ave: 'avenue',
    av: 'avenue',
    avn: 'avenue',
    ln: 'lane',
    la: 'lane',
    cres: 'crescent',
    cresc: 'crescent',
    crs: 'crescent',
    dr: 'drive',
    drv: 'drive',
    pl: 'place',
    plc: 'place',
    sq: 'square',
    tce: 'terrace',
    ter: 'terrace',
    terr: 'terrace',
    trc: 'terrace',
    cl: 'close',
    clo: 'close',
    ct: 'court',
    crt: 'court',
    gdns: 'gardens',
    gdn: 'garden',
    gds: 'gardens',
    pk: 'park',
    gr: 'grove',
    grv: 'grove',
    gro: 'grove',
    hse: 'house',
    cott: 'cottage',
    cotts: 'cottages',
    bldg: 'building',
    bldgs: 'buildings',
    mt: 'mount',
    hts: 'heights',
    wlk: 'walk',
    yd: 'yard',
    est: 'estate',
    ind: 'industrial',
    nth: 'north',
    sth: 'south',
    gt: 'great',
    upr: 'upper',
    lwr: 'lower',
    stn: 'station',
    hosp: 'hospital',
    sch: 'school',
    rdbt: 'roundabout',
    rbt: 'roundabout',
    jct: 'junction',
    jn: 'junction',
    jnc: 'junction',
    junc: 'junction',
    brg: 'bridge',
    fm: 'farm',
    ctr: 'centre',
    cntr: 'centre',
    center: 'centre',
    mkt: 'market',
    apts: 'apartments',
    opp: 'opposite',
    nr: 'near',
    utd: 'united',
    servs: 'services',
    svcs: 'services',
    supermkt: 'supermarket',
  }),
)

/** Words that streets end with: they say little of which street it is. */
export const streetTypes: ReadonlySet<string> = new Set(
  (
    'road street lane close drive avenue court gardens crescent terrace place way view grove square walk row yard ' +
    'hill brow bank park rise mews croft garth bridge fold green house'
  ).split(' '),
)

/** Words between the words that matter. */
export const connectors: ReadonlySet<string> = new Set(
  'the of in at on by to and o a an near opposite outside behind beside next inside just off from with towards past'.split(
    ' ',
  ),
)

/** Words before the number of a flat. */
export const flatWords: ReadonlySet<string> = new Set('flat apartment apt unit room suite maisonette'.split(' '))

/** Words before a number that is not a house number. */
export const notBeforeHouseNumber: ReadonlySet<string> = new Set(
  'junction exit route platform bay gate pole post marker'.split(' '),
)
