// Made once: `toLocaleString` makes one for each number, which a thousand labels feel.
const thousands = new Intl.NumberFormat('en-US');

/** A count as all of Netopsy prints it: `1,204`. */
export function grouped(count: number): string {
  return thousands.format(count);
}

/** A part of a whole: `12%`, `0.3%`; what is not quite nothing is never told as 0%. */
export function percent(part: number, all: number): string {
  const share = all === 0 ? 0 : (100 * part) / all;
  if (share > 0 && share < 0.1) return '<0.1%';
  return `${share < 10 ? Math.round(share * 10) / 10 : Math.round(share)}%`;
}
