/** `2026-11-23 07:48 UTC`: when a report is made. */
export function minuteNow(): string {
  return `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
