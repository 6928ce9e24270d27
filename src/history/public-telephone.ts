/** How networks and callers say that a number is a public telephone's; every mention in a text. */
export const PAYPHONE =
  /\b(pay[- ]?phone|(tele)?phone[- ](box|kiosk)|call box|kiosk|public telephone|coin[- ]?(box|phone)?)\b/gi

/** Whether a number as it was given is marked as a public telephone's: who rings from it is not who rang before. */
export function isPublicTelephone(asGiven: string | null): boolean {
  return asGiven !== null && asGiven.search(PAYPHONE) >= 0
}
