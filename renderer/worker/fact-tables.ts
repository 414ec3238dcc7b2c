import { dispositions, familyName, type Analysis } from '../../core/index.ts';
import type { Fact } from '../selection/selection.ts';
import { addressTest } from './address-test.ts';
import { textTest } from './text-test.ts';

/**
 * Which interned things fulfil which facts: bit b of `header[h]` says that header h fulfils fact b. A packet's bits
 * are those of its headers, its path, its identity, its cause and its disposition together.
 */
export interface FactTables {
  readonly header: Uint32Array;
  readonly path: Uint32Array;
  readonly identity: Uint32Array;
  /** Entry c + 1 belongs to cause c; entry 0 to packets without a cause. */
  readonly cause: Uint32Array;
  readonly disposition: Uint32Array;
}

/** A fact that tables answer; the others are asked of each packet (`packet-tests.ts`). */
export type TableFact = Exclude<Fact, { kind: 'flow' | 'packet' | 'line' | 'rule' | 'policy' }>;

export function emptyTables({ events, flowPaths, outcomes }: Analysis): FactTables {
  return {
    header: new Uint32Array(events.headers.count),
    path: new Uint32Array(flowPaths.paths.length),
    identity: new Uint32Array(events.identities.count),
    cause: new Uint32Array(outcomes.causes.length + 1),
    disposition: new Uint32Array(dispositions.length),
  };
}

/** Sets `bit` wherever the fact holds. Returns false where nothing of this capture fulfils it. */
export function enterFact(tables: FactTables, analysis: Analysis, fact: TableFact, bit: number): boolean {
  const { headers, identities, names } = analysis.events;
  const { flowPaths, outcomes } = analysis;
  const set = (table: Uint32Array, holds: (index: number) => boolean) => setWhere(table, bit, holds);
  const named = (test: (name: string) => boolean) => {
    const hit = names.map(test);
    return (index: number | undefined) => index !== undefined && hit[index] === true;
  };
  const nodesOf = (path: number) => (flowPaths.paths[path] ?? []).map((node) => flowPaths.nodes[node]?.name);

  switch (fact.kind) {
    case 'src':
    case 'dst': {
      const fits = named(addressTest(fact.address));
      const column = headers[fact.kind];
      return set(tables.header, (h) => fits(column[h]));
    }
    case 'sport':
    case 'dport': {
      const column = headers[fact.kind];
      return set(tables.header, (h) => {
        const port = column[h] ?? -1;
        return port >= fact.from && port <= fact.to;
      });
    }
    case 'in':
    case 'out': {
      const fits = named(interfaceTest(fact.interface));
      const column = fact.kind === 'in' ? headers.inInterface : headers.outInterface;
      const port = fact.kind === 'in' ? headers.physIn : headers.physOut;
      return set(tables.header, (h) => fits(column[h]) || fits(port[h]));
    }
    case 'mark':
      return set(tables.header, (h) => headers.mark[h] === fact.value);
    case 'family': {
      const isIpv6 = named((name) => name.includes(':'));
      return set(tables.header, (h) => isIpv6(headers.src[h]) === (fact.family === 'ipv6'));
    }
    case 'proto': {
      const fits = named((name) => name === fact.name);
      return set(tables.identity, (i) => fits(identities.protocol[i]));
    }
    case 'host': {
      const fits = named((name) => name === fact.name);
      return set(tables.identity, (i) => fits(identities.host[i]));
    }
    case 'end': {
      const wanted = endNumbers(fact.end);
      return set(tables.disposition, (d) => wanted.includes(d));
    }
    case 'chain':
    case 'via':
      return set(tables.path, (path) => nodesOf(path).some((name) => isNode(name, fact.name)));
    case 'edge':
      return set(tables.path, (path) => {
        const way = nodesOf(path);
        return way.some((name, i) => isEnd(name, fact.from) && isEnd(way[i + 1], fact.to));
      });
    case 'cause':
      return set(tables.cause, (c) => {
        const cause = outcomes.causes[c - 1];
        if (cause?.kind !== fact.cause) return false;
        if (fact.chain !== null && `${cause.table}/${cause.chain}` !== fact.chain) return false;
        return fact.rule === null || cause.rule === fact.rule;
      });
    case 'dead-end':
      return set(tables.cause, (c) => outcomes.causes[c - 1]?.group === fact.group);
    case 'text': {
      const fits = textTest(fact.text, names);
      const fitsHeader = fits.headers(headers);
      const inHeader = fitsHeader !== null && set(tables.header, fitsHeader);
      const inPath = set(tables.path, (path) => nodesOf(path).some((name) => fits.word(name ?? '')));
      const inCause = set(tables.cause, (c) => fits.word(outcomes.causes[c - 1]?.kind ?? ''));
      const inIdentity = set(
        tables.identity,
        (i) => fits.name(identities.protocol[i]) || fits.name(identities.host[i]),
      );
      return inHeader || inPath || inCause || inIdentity;
    }
  }
}

/** Which numbers of the disposition column a word stands for. */
function endNumbers(end: string): readonly number[] {
  const words: readonly string[] = end === 'dead' ? ['dropped', 'rejected'] : [end];
  return words.map((word) => (dispositions as readonly string[]).indexOf(word));
}

/** `FORWARD` is the chain of that name in any table. */
function isNode(name: string | undefined, wanted: string): boolean {
  return isEnd(name, wanted) || (name?.endsWith(`/${wanted}`) ?? false);
}

/** `nat/KUBE-SEP-*` is every chain of that family. */
function isEnd(name: string | undefined, wanted: string): boolean {
  if (name === undefined || name === wanted) return name === wanted;
  if (!wanted.endsWith('*')) return false;
  const chain = name.indexOf('/') + 1;
  const family = familyName(name.slice(chain));
  return family !== null && (wanted === family || wanted === name.slice(0, chain) + family);
}

function interfaceTest(wanted: string): (name: string) => boolean {
  if (!wanted.endsWith('+')) return (name) => name === wanted;
  const beginning = wanted.slice(0, -1);
  return (name) => name !== '' && name.startsWith(beginning);
}

function setWhere(table: Uint32Array, bit: number, holds: (index: number) => boolean): boolean {
  let any = false;
  for (let index = 0; index < table.length; index++) {
    if (!holds(index)) continue;
    table[index] = (table[index] ?? 0) | (1 << bit);
    any = true;
  }
  return any;
}
