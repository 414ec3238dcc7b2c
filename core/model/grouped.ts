// Made once: `toLocaleString` makes one for each number, which a thousand labels feel.
const thousands = new Intl.NumberFormat('en-US');

/** A count as all of Netopsy prints it: `1,204`. */
export function grouped(count: number): string {
  return thousands.format(count);
}
