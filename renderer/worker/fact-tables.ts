import { dispositions, familyName, type Analysis, type NatType } from '../../core/index.ts';
import type { Fact } from '../selection/selection.ts';
import { BitTable } from './bit-table.ts';
import { enterText } from './enter-text.ts';
import type { PacketFact } from './packet-test.ts';
import type { PacketIndex } from './packet-index.ts';

/**
 * Which interned things fulfil which facts. A packet's bits are those of its headers, its identity, its path, its shape,
 * its kind, its cause and its disposition together.
 */
export interface FactTables {
  readonly header: BitTable;
  readonly identity: BitTable;
  /** By the TTL of the packet's first line. */
  readonly ttl: BitTable;
  readonly path: BitTable;
  readonly shape: BitTable;
  /** Protocol and host. */
  readonly kind: BitTable;
  /** Entry c + 1 belongs to cause c; entry 0 to packets without a cause. */
  readonly cause: BitTable;
  readonly disposition: BitTable;
}

/** A fact that tables answer; the others are asked of each packet (`packet-test.ts`), and `any` is made of others. */
export type TableFact = Exclude<Fact, PacketFact | { kind: 'any' }>;

export function emptyTables(
  { events, journeys, flowPaths, outcomes }: Analysis,
  index: PacketIndex,
): FactTables {
  return {
    header: new BitTable(events.headers.count),
    identity: new BitTable(events.identities.count),
    ttl: new BitTable(256),
    path: new BitTable(flowPaths.paths.length),
    shape: new BitTable(journeys.shapes.length),
    kind: new BitTable(index.kinds.length),
    cause: new BitTable(outcomes.causes.length + 1),
    disposition: new BitTable(dispositions.length),
  };
}

/** Sets `bit` wherever the fact holds. Returns false where nothing of this capture fulfils it. */
export function enterFact(
  tables: FactTables,
  analysis: Analysis,
  { kinds, names }: PacketIndex,
  fact: TableFact,
  bit: number,
): boolean {
  const { headers, identities } = analysis.events;
  const { flowPaths, outcomes } = analysis;
  const nodesOf = (path: number) => (flowPaths.paths[path] ?? []).map((node) => flowPaths.nodes[node]?.name);

  switch (fact.kind) {
    case 'src':
    case 'dst':
      return tables.header.enterColumn(bit, headers[fact.kind], names.address(fact.address));
    case 'address': {
      const fits = names.address(fact.address);
      const isSource = tables.header.enterColumn(bit, headers.src, fits);
      return tables.header.enterColumn(bit, headers.dst, fits) || isSource;
    }
    case 'sport':
    case 'dport':
      return tables.header.enterRange(bit, headers[fact.kind], fact.from, fact.to);
    case 'port': {
      const isSource = tables.header.enterRange(bit, headers.sport, fact.from, fact.to);
      return tables.header.enterRange(bit, headers.dport, fact.from, fact.to) || isSource;
    }
    case 'ttl':
      return tables.ttl.enter(bit, (ttl) => ttl >= fact.from && ttl <= fact.to);
    case 'len':
      return tables.identity.enterRange(bit, identities.length, fact.from, fact.to);
    case 'id':
      return tables.identity.enterRange(bit, identities.ipId, fact.from, fact.to);
    case 'seq':
    case 'ack':
      return tables.identity.enterRange(bit, identities[fact.kind], fact.from, fact.to);
    case 'flags':
      return tables.identity.enter(bit, (i) => ((identities.tcpFlags[i] as number) & fact.set) === fact.set);
    case 'nat':
    case 'snat':
    case 'dnat':
      return enterTranslations(tables.shape, analysis, bit, fact.kind);
    case 'in':
    case 'out': {
      const fits = names.word(interfaceTest(fact.interface));
      const [column, port] =
        fact.kind === 'in' ? [headers.inInterface, headers.physIn] : [headers.outInterface, headers.physOut];
      const onInterface = tables.header.enterColumn(bit, column, fits);
      return tables.header.enterColumn(bit, port, fits) || onInterface;
    }
    case 'mark':
      return tables.header.enterRange(bit, headers.mark, fact.value, fact.value);
    case 'family':
      return tables.header.enterColumn(bit, headers.src, names.family(fact.family));
    case 'proto': {
      const fits = names.equal(fact.name);
      return tables.kind.enter(bit, (kind) => fits[kinds[kind]?.protocol ?? -1] === 1);
    }
    case 'host': {
      const fits = names.equal(fact.name);
      return tables.kind.enter(bit, (kind) => fits[kinds[kind]?.host ?? -1] === 1);
    }
    case 'end': {
      const wanted = endNumbers(fact.end);
      return tables.disposition.enter(bit, (d) => wanted.includes(d));
    }
    case 'rule':
    case 'policy':
      return enterPlaces(tables.shape, analysis, bit, fact);
    case 'chain':
    case 'via':
      return tables.path.enter(bit, (path) => nodesOf(path).some((name) => isNode(name, fact.name)));
    case 'edge':
      return tables.path.enter(bit, (path) => {
        const way = nodesOf(path);
        return way.some((name, i) => isEnd(name, fact.from) && isEnd(way[i + 1], fact.to));
      });
    case 'cause':
      return tables.cause.enter(bit, (c) => {
        const cause = outcomes.causes[c - 1];
        if (cause?.kind !== fact.cause) return false;
        if (fact.chain !== null && `${cause.table}/${cause.chain}` !== fact.chain) return false;
        return fact.rule === null || cause.rule === fact.rule;
      });
    case 'dead-end':
      return tables.cause.enter(bit, (c) => outcomes.causes[c - 1]?.group === fact.group);
    case 'text': {
      const wanted = fact.text.toLowerCase();
      const has = (word: string | undefined) => word?.toLowerCase().includes(wanted) === true;
      const fits = names.including(wanted);
      const inHeader = enterText(tables.header, bit, headers, names, fits, wanted);
      const inPath = tables.path.enter(bit, (path) => nodesOf(path).some(has));
      const inCause = tables.cause.enter(bit, (c) => has(outcomes.causes[c - 1]?.kind));
      const inKind = tables.kind.enter(
        bit,
        (kind) => fits[kinds[kind]?.protocol ?? -1] === 1 || fits[kinds[kind]?.host ?? -1] === 1,
      );
      return inHeader || inPath || inCause || inKind;
    }
  }
}

function enterPlaces(
  table: BitTable,
  analysis: Analysis,
  bit: number,
  fact: Extract<Fact, { kind: 'rule' | 'policy' }>,
): boolean {
  return enterShapes(table, analysis, bit, ({ place, at, rule }) => {
    if (!isNode(`${place.table}/${place.chain}`, fact.chain)) return false;
    const isEnd = at === 'policy' || at === 'return';
    return fact.kind === 'policy' ? isEnd : !isEnd && (rule?.number ?? place.number) === fact.number;
  });
}

const sourceTypes: readonly NatType[] = ['snat', 'masquerade'];
const targetTypes: readonly NatType[] = ['dnat', 'redirect'];

/** Rules that translate, whether or not a later line shows the new header. */
function enterTranslations(
  table: BitTable,
  analysis: Analysis,
  bit: number,
  kind: 'nat' | 'snat' | 'dnat',
): boolean {
  const types = kind === 'snat' ? sourceTypes : kind === 'dnat' ? targetTypes : null;
  return enterShapes(
    table,
    analysis,
    bit,
    ({ at, rule }) =>
      at === 'rule' &&
      rule?.spec.statements.some(
        (statement) => statement.kind === 'nat' && (types === null || types.includes(statement.type)),
      ) === true,
  );
}

/** A shape has a step that its parents have, or its own last one. */
function enterShapes(
  table: BitTable,
  { journeys }: Analysis,
  bit: number,
  holdsAt: (place: Analysis['journeys']['places'][number]) => boolean,
): boolean {
  const fits = journeys.places.map(holdsAt);
  const known = new Uint8Array(journeys.shapes.length);
  return table.enter(bit, (shape) => {
    const { parent, place } = journeys.shapes[shape] as Analysis['journeys']['shapes'][number];
    // Parents come before their children.
    const holds = fits[place] === true || (parent < shape && known[parent] === 1);
    if (holds) known[shape] = 1;
    return holds;
  });
}

/** Which numbers of the disposition column a word stands for. */
function endNumbers(end: string): readonly number[] {
  const words: readonly string[] = end === 'dead' ? ['dropped', 'rejected'] : [end];
  return words.map((word) => (dispositions as readonly string[]).indexOf(word));
}

/** `FORWARD` is the chain of that name in any table, `nat/KUBE-SVC-*` every chain whose name begins so. */
function isNode(name: string | undefined, wanted: string): boolean {
  if (name === undefined) return false;
  const fits = (text: string) =>
    text === wanted || (wanted.endsWith('*') && text.startsWith(wanted.slice(0, -1)));
  return fits(name) || (!wanted.includes('/') && fits(name.slice(name.indexOf('/') + 1)));
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
