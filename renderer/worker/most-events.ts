/** With a log of 4,000,000 lines, the page takes so much for each trace event. */
const BYTES_PER_EVENT = 100;

/** Trace events for which this machine has the memory. Browsers tell it in GiB, and no more than 8 of them. */
export function mostEvents(): number {
  const { deviceMemory = 8 } = navigator as { readonly deviceMemory?: number };
  return Math.floor((deviceMemory * 2 ** 30 * 0.7) / BYTES_PER_EVENT);
}
