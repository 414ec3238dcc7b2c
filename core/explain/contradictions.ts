import type { LineRef } from '../model/evidence.ts';
import type { Link, NetworkRecords } from '../model/network.ts';
import type { Records } from '../model/records.ts';

/**
 * Tells another file of the host that contradicts what a line says of its network, as files of different moments do, or of
 * two hosts where nothing tells them apart; null where none does. Each line is looked up once.
 */
export function contradictions(
  recordsOf: (host: string) => readonly Records[],
): (host: string, at: LineRef) => string | null {
  const records = new Map<string, NetworkRecords>();
  const known = new Map<string, string | null>();
  return (host, at) => {
    const key = `${host}\0${at.file}\0${at.line}`;
    let other = known.get(key);
    if (other === undefined) {
      const own = records.get(host) ?? everyLine(recordsOf(host));
      records.set(host, own);
      other = contradictedBy(own, at);
      known.set(key, other);
    }
    return other;
  };
}

/** What all files of the host say, also where one repeats another. */
function everyLine(records: readonly Records[]): NetworkRecords {
  return {
    fibRules: records.flatMap((each) => (each.kind === 'fib-rules' ? each.items : [])),
    routes: records.flatMap((each) => (each.kind === 'routes' ? each.items : [])),
    links: records.flatMap((each) => (each.kind === 'links' ? each.items : [])),
    addresses: [],
    tableNames: [],
    sysctls: records.flatMap((each) => (each.kind === 'sysctls' ? each.items : [])),
    neighbours: records.flatMap((each) => (each.kind === 'neighbours' ? each.items : [])),
  };
}

function contradictedBy(records: NetworkRecords, { file, line }: LineRef): string | null {
  const { sysctls, links, neighbours, routes, fibRules } = records;
  const cited = <T extends { readonly at: LineRef }>(items: readonly T[]): T | undefined =>
    items.find(({ at }) => at.file === file && at.line === line);
  const otherwise = <T extends { readonly at: LineRef }>(
    items: readonly T[],
    differs: (item: T) => boolean,
  ): string | null => items.find((item) => item.at.file !== file && differs(item))?.at.file ?? null;

  const sysctl = cited(sysctls);
  if (sysctl !== undefined)
    return otherwise(sysctls, ({ key, value }) => key === sysctl.key && value !== sysctl.value);
  const link = cited(links);
  if (link !== undefined) return otherwise(links, (each) => each.name === link.name && !isAlike(each, link));
  const neighbour = cited(neighbours);
  if (neighbour !== undefined) {
    const isFailed = neighbour.state === 'FAILED' || neighbour.state === 'INCOMPLETE';
    return otherwise(
      neighbours,
      ({ dev, address, state }) =>
        dev === neighbour.dev &&
        address === neighbour.address &&
        (state === 'FAILED' || state === 'INCOMPLETE') !== isFailed,
    );
  }
  const route = cited(routes);
  if (route !== undefined)
    return fileWithout(
      routes.filter(({ family, table }) => family === route.family && table === route.table),
      route,
    );
  const rule = cited(fibRules);
  return rule === undefined
    ? null
    : fileWithout(
        fibRules.filter(({ family }) => family === rule.family),
        rule,
      );
}

function isAlike(one: Link, other: Link): boolean {
  const shows = ({ flags }: Link, flag: string): boolean => flags.includes(flag);
  if (one.flags.length === 0 || other.flags.length === 0) return true;
  return ['UP', 'NO-CARRIER'].every((flag) => shows(one, flag) === shows(other, flag));
}

interface Listed {
  readonly at: LineRef;
  readonly text: string;
}

/** A file that lists others of the kind, but not this one. */
function fileWithout(items: readonly Listed[], cited: Listed): string | null {
  // Tabs and blanks differ with the tool's version.
  const inOneLine = (listed: string): string => listed.split(/\s+/).join(' ').trim();
  const line = inOneLine(cited.text);
  const same = (item: Listed): boolean => inOneLine(item.text) === line;
  const files = new Set(items.map(({ at }) => at.file));
  for (const file of files)
    if (file !== cited.at.file && !items.some((item) => item.at.file === file && same(item))) return file;
  return null;
}
