/** The DSCP of a class (`EF`, `CS6`, `AF31`, `BE`, `LE`; RFC 2474, 2597, 3246, 8622); null for another word. */
export function dscpOfClass(name: string): number | null {
  return classes.get(name.toLowerCase()) ?? null;
}

/** The class of a DSCP in lower case, as nft prints it; null for a number without one. */
export function classOfDscp(dscp: number): string | null {
  return names.get(dscp) ?? null;
}

/** RFC 2597: class in the upper three bits, drop precedence in the two after them; RFC 2474: class selectors. */
const classes: ReadonlyMap<string, number> = new Map([
  ...Array.from({ length: 8 }, (_, level): [string, number] => [`cs${level}`, level << 3]),
  ...[1, 2, 3, 4].flatMap((level) =>
    [1, 2, 3].map((precedence): [string, number] => [
      `af${level}${precedence}`,
      (level << 3) | (precedence << 1),
    ]),
  ),
  ['be', 0],
  ['df', 0],
  ['ef', 46],
  ['va', 44],
  ['le', 1],
  // nft's own word for LE (datatype.c, dscp_type_tbl).
  ['lephb', 1],
]);

/** nft prints the first name that it knows: cs0 for 0. */
const names: ReadonlyMap<number, string> = new Map(
  [...classes]
    .filter(([name]) => name !== 'be' && name !== 'df' && name !== 'le')
    .map(([name, dscp]) => [dscp, name]),
);
