import type { Analysis } from '../../core/index.ts';
import { words } from '../language.ts';
import { printFilter } from '../selection/print.ts';
import { type Fact, narrowingKinds, type Selection, type Term } from '../selection/selection.ts';
import { emptyTables, enterFact, type FactTables, type TableFact } from './fact-tables.ts';
import type { PacketIndex } from './packet-index.ts';
import {
  packetTest,
  translationTest,
  type PacketFact,
  type PacketTest,
  type TranslationFact,
} from './packet-test.ts';

/** The packets that a selection lets through (indexes from 0, ascending; null for all) and what could not be fulfilled. */
export interface Narrowing {
  readonly packets: Uint32Array | null;
  readonly remarks: readonly string[];
}

/**
 * Evaluates a selection over the columns. Facts become bits of interned things first, so that a packet costs a look-up
 * in each table that has any: a million packets take some 20 ms.
 */
export function narrow(analysis: Analysis, index: PacketIndex, selection: Selection): Narrowing {
  if (selection.length === 0) return { packets: null, remarks: [] };
  const filter = new Filter(analysis, index);
  const holds = filter.all(selection);
  return { packets: collect(analysis, index, filter.tables, holds), remarks: filter.remarks };
}

/** What must hold of a packet: bits it must have, bits it must lack, and questions that bits don't answer. */
interface Holding {
  readonly wanted: number;
  readonly forbidden: number;
  readonly tests: readonly ((packet: number, bits: number) => boolean)[];
}

/** Turns terms into bits of the tables, and into tests where bits don't do. */
class Filter {
  readonly tables: FactTables;
  readonly remarks: string[] = [];
  readonly #analysis: Analysis;
  readonly #index: PacketIndex;
  #bits = 0;

  constructor(analysis: Analysis, index: PacketIndex) {
    this.#analysis = analysis;
    this.#index = index;
    this.tables = emptyTables(analysis, index);
  }

  all(selection: Selection): Holding {
    let wanted = 0;
    let forbidden = 0;
    const tests: Holding['tests'][number][] = [];
    for (const { negated, terms } of clausesOf(selection)) {
      const [only] = terms;
      const group = terms.length === 1 && only?.kind === 'any' ? only.of.map((of) => this.all(of)) : null;
      if (group !== null) {
        tests.push((packet, bits) => group.some((holding) => fulfils(holding, packet, bits)) !== negated);
        continue;
      }
      const { mask, asked } = this.#enter(terms, negated);
      if (asked.length === 0) {
        if (negated) forbidden |= mask;
        else wanted |= mask;
      } else
        tests.push((packet, bits) => ((bits & mask) !== 0 || asked.some((test) => test(packet))) !== negated);
    }
    return { wanted, forbidden, tests };
  }

  /** The bit that says that one of the terms holds (0 where no table tells), and what is to be asked besides. */
  #enter(terms: readonly Term[], negated: boolean): { mask: number; asked: readonly PacketTest[] } {
    const asked: PacketTest[] = [];
    let mask = 0;
    for (const term of terms) {
      let any = false;
      if (isTableFact(term)) {
        mask ||= this.#newBit();
        any = mask !== 0 && enterFact(this.tables, this.#analysis, this.#index, term, 31 - Math.clz32(mask));
      }
      const test = this.#testOf(term);
      if (test !== null) asked.push(test);
      if (!any && test === null && !negated) this.remarks.push(words.panes.fitsNothing(printFilter([term])));
    }
    // Without a bit and without a question nothing fulfils it: a bit that no table has.
    if (mask === 0 && asked.length === 0) asked.push(() => false);
    return { mask, asked };
  }

  #newBit(): number {
    if (this.#bits < 31) return 1 << this.#bits++;
    const remark = words.panes.tooManyConditions(31);
    if (!this.remarks.includes(remark)) this.remarks.push(remark);
    return 0;
  }

  #testOf(term: Term): PacketTest | null {
    if (isPacketFact(term)) return packetTest(this.#analysis, this.#index, term);
    return isTranslation(term) ? translationTest(this.#analysis, this.#index, term) : null;
  }
}

function fulfils({ wanted, forbidden, tests }: Holding, packet: number, bits: number): boolean {
  return (bits & wanted) === wanted && (bits & forbidden) === 0 && tests.every((test) => test(packet, bits));
}

interface Clause {
  readonly negated: boolean;
  readonly terms: readonly Term[];
}

/** Terms that are alternatives of each other together; every other term by itself. */
function clausesOf(selection: Selection): readonly Clause[] {
  const alternatives = new Map<string, Term[]>();
  const clauses: Clause[] = [];
  for (const term of selection) {
    const known = term.negated || narrowingKinds.has(term.kind) ? undefined : alternatives.get(term.kind);
    if (known !== undefined) {
      known.push(term);
      continue;
    }
    const terms = [term];
    if (!term.negated && !narrowingKinds.has(term.kind)) alternatives.set(term.kind, terms);
    clauses.push({ negated: term.negated, terms });
  }
  return clauses;
}

function isPacketFact(fact: Fact): fact is PacketFact {
  switch (fact.kind) {
    case 'flow':
    case 'conversation':
    case 'packet':
    case 'line':
    case 'time':
      return true;
    default:
      return false;
  }
}

function isTranslation(fact: Fact): fact is TranslationFact {
  return fact.kind === 'nat' || fact.kind === 'snat' || fact.kind === 'dnat';
}

/** What was translated from or to an address is told by headers alone. */
function isTableFact(fact: Fact): fact is TableFact {
  return !isPacketFact(fact) && fact.kind !== 'any' && !(isTranslation(fact) && fact.address !== null);
}

/** The packets for which all of them hold. */
function collect(
  { events, journeys, flowPaths, outcomes }: Analysis,
  { kind, headerStart, headers }: PacketIndex,
  tables: FactTables,
  { wanted, forbidden, tests }: Holding,
): Uint32Array {
  const byPath = tables.path.bits;
  const byShape = tables.shape.bits;
  const byKind = tables.kind.bits;
  const byCause = tables.cause.bits;
  const byDisposition = tables.disposition.bits;
  const byHeader = tables.header.bits;
  const byIdentity = tables.identity.bits;
  const byTtl = tables.ttl.bits;
  const { path } = flowPaths;
  const { shape, first } = journeys;
  const { cause, disposition } = outcomes;
  const { identity, ttl } = events;
  const packets = new Uint32Array(journeys.count);
  let used = 0;
  for (let p = 0; p < packets.length; p++) {
    let has = 0;
    if (byPath !== null) has |= byPath[path[p] as number] as number;
    if (byShape !== null) has |= byShape[shape[p] as number] as number;
    if (byKind !== null) has |= byKind[kind[p] as number] as number;
    if (byCause !== null) has |= byCause[(cause[p] as number) + 1] as number;
    if (byDisposition !== null) has |= byDisposition[disposition[p] as number] as number;
    if (byIdentity !== null) has |= byIdentity[identity[first[p] as number] as number] as number;
    if (byTtl !== null) has |= byTtl[ttl[first[p] as number] as number] as number;
    if (byHeader !== null) {
      const end = headerStart[p + 1] as number;
      for (let i = headerStart[p] as number; i < end; i++) has |= byHeader[headers[i] as number] as number;
    }
    if ((has & wanted) !== wanted || (has & forbidden) !== 0) continue;
    if (tests.length === 0 || tests.every((test) => test(p, has))) packets[used++] = p;
  }
  return packets.slice(0, used);
}
