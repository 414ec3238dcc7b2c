/** How a packet's journey through one host ended. The order is that of the column's numbers. */
export const dispositions = [
  'forwarded',
  'delivered',
  'sent',
  'dropped',
  'rejected',
  'queued',
  'incomplete',
  'unknown',
] as const;
export type Disposition = (typeof dispositions)[number];

/** The packet died on this host. */
export function isDead(disposition: Disposition): boolean {
  return disposition === 'dropped' || disposition === 'rejected';
}

/** The log does not show how the journey ended. */
export function isOpen(disposition: Disposition): boolean {
  return disposition === 'incomplete' || disposition === 'unknown';
}
