/** Short forms that callers and gazetteers use, written out. `st` is decided by where it stands, not here. */
export const shortForms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    rd: 'road',
    str: 'street',
    blvd: 'boulevard',
    bdg: 'bridge',
    bldngs: 'buildings',
    bung: 'bungalow',
    cft: 'croft',
    crft: 'croft',
    cls: 'close',
    cmn: 'common',
    flds: 'fields',
    fld: 'field',
    frm: 'farm',
    grn: 'green',
    gte: 'gate',
    ldg: 'lodge',
    ltl: 'little',
    lit: 'little',
    mdw: 'meadow',
    mdws: 'meadows',
    mnr: 'manor',
    mws: 'mews',
    orch: 'orchard',
    pde: 'parade',
    pdk: 'paddock',
    prk: 'park',
    prom: 'promenade',
    rly: 'railway',
    rlwy: 'railway',
    rdg: 'ridge',
    rse: 'rise',
    rw: 'row',
    vls: 'villas',
    vw: 'view',
    wy: 'way',
    xing: 'crossing',
    xrds: 'crossroads',
    crossrds: 'crossroads',
    surg: 'surgery',
    pol: 'police',
    supermarkt: 'supermarket',
    hsp: 'hospital',
    jcn: 'junction',
    jcnt: 'junction',
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
  (
    'the of in at on by to and o a an near opposite outside behind beside next inside just off from with towards past ' +
    'between corner across facing around round nearest northbound southbound eastbound westbound'
  ).split(' '),
)

/** Words that say where a caller stands to the place that is named: what is opposite number 14 is not number 14. */
export const relationWords: ReadonlySet<string> = new Set(
  'near opposite behind beside next off past between corner across facing nearest'.split(' '),
)

/** So wide that they tell no place here from another. */
export const wideAreas: ReadonlySet<string> = new Set('cumbria england uk gb kingdom britain'.split(' '))

/** Words before the number of a flat. */
export const flatWords: ReadonlySet<string> = new Set(
  'flat flt fl apartment apt appt unit room suite maisonette bedsit'.split(' '),
)

/** Which of the flats, where they have no number: `top flat`, `ground floor flat`. */
export const floorWords: ReadonlySet<string> = new Set(
  'ground first second third fourth 1st 2nd 3rd 4th top upper lower basement garden middle rear back front attic'.split(
    ' ',
  ),
)

/** Words before a number that is not a house number. */
export const notBeforeHouseNumber: ReadonlySet<string> = new Set(
  'junction exit route platform bay gate pole post marker plot phase'.split(' '),
)

/** Whom `St` is short for wherever it stands: Main Road St Bees, but Croft St Shap. */
export const saints: ReadonlySet<string> = new Set(
  (
    'agnes aidan alban andrew anne ann anthony augustine barnabas bartholomew bede bees bega benedict bernard ' +
    'bridget bride catherine chad christopher clement columba constantine cuthbert david dunstan edmund edward ' +
    'elizabeth francis gabriel george giles gregory helen herbert hilda hugh ives james john jude joseph kentigern ' +
    'lawrence leonard luke margaret mark martin mary matthew michael monica mungo nicholas ninian olaf oswald ' +
    'patrick paul peter philip simon stephen teresa theresa thomas vincent wilfrid winifred'
  ).split(' '),
)
