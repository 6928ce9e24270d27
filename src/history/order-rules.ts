/** An order as it is said, and whether it is one that courts and police make against domestic abuse by statute. */
export type OrderKind = { code: string; name: string; domesticAbuse: boolean }

const KNOWN: Record<string, { name: string; domesticAbuse: boolean }> = {
  'non-molestation': { name: 'Non-molestation order', domesticAbuse: true },
  occupation: { name: 'Occupation order', domesticAbuse: true },
  dvpn: { name: 'Domestic violence protection notice', domesticAbuse: true },
  dvpo: { name: 'Domestic violence protection order', domesticAbuse: true },
  dapn: { name: 'Domestic abuse protection notice', domesticAbuse: true },
  dapo: { name: 'Domestic abuse protection order', domesticAbuse: true },
  'forced-marriage-protection': { name: 'Forced marriage protection order', domesticAbuse: true },
  'stalking-protection': { name: 'Stalking protection order', domesticAbuse: false },
  restraining: { name: 'Restraining order', domesticAbuse: false },
  bail: { name: 'Bail conditions', domesticAbuse: false },
  'bail-conditions': { name: 'Bail conditions', domesticAbuse: false },
}

/** Reads the kind of an order in whatever spelling the records have; one we do not know is said as it stands. */
export function readOrderKind(kind: string): OrderKind {
  const code = kind
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-order$/, '')
  const known = KNOWN[code]
  if (known) return { code, ...known }
  const name = kind.trim() || 'Order'
  return { code, name: `${name[0]?.toUpperCase()}${name.slice(1)}`, domesticAbuse: /domestic/i.test(kind) }
}
