import { dispositions, familyName, type Analysis } from '../../core/index.ts';
import type { Fact } from '../selection/selection.ts';
import { BitTable } from './bit-table.ts';
import { enterText } from './enter-text.ts';
import type { PacketIndex } from './packet-index.ts';

/**
 * Which interned things fulfil which facts. A packet's bits are those of its headers, its path, its shape, its kind,
 * its cause and its disposition together.
 */
export interface FactTables {
  readonly header: BitTable;
  readonly path: BitTable;
  readonly shape: BitTable;
  /** Protocol and host. */
  readonly kind: BitTable;
  /** Entry c + 1 belongs to cause c; entry 0 to packets without a cause. */
  readonly cause: BitTable;
  readonly disposition: BitTable;
}

/** A fact that tables answer; the others are asked of each packet (`packet-test.ts`). */
export type TableFact = Exclude<Fact, { kind: 'flow' | 'packet' | 'line' }>;

export function emptyTables(
  { events, journeys, flowPaths, outcomes }: Analysis,
  index: PacketIndex,
): FactTables {
  return {
    header: new BitTable(events.headers.count),
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
  const { headers } = analysis.events;
  const { flowPaths, outcomes } = analysis;
  const nodesOf = (path: number) => (flowPaths.paths[path] ?? []).map((node) => flowPaths.nodes[node]?.name);

  switch (fact.kind) {
    case 'src':
    case 'dst':
      return tables.header.enterColumn(bit, headers[fact.kind], names.address(fact.address));
    case 'sport':
    case 'dport':
      return tables.header.enterRange(bit, headers[fact.kind], fact.from, fact.to);
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

/** A shape has a step that its parents have, or its own last one. */
function enterPlaces(
  table: BitTable,
  { journeys }: Analysis,
  bit: number,
  fact: Extract<Fact, { kind: 'rule' | 'policy' }>,
): boolean {
  const fits = journeys.places.map(({ place, at, rule }) => {
    if (`${place.table}/${place.chain}` !== fact.chain) return false;
    const isEnd = at === 'policy' || at === 'return';
    return fact.kind === 'policy' ? isEnd : !isEnd && (rule?.number ?? place.number) === fact.number;
  });
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
