import type { Analysis } from '../../core/index.ts';
import { printFilter } from '../selection/print.ts';
import { narrowingKinds, type Selection, type Term } from '../selection/selection.ts';
import { emptyTables, enterFact, type FactTables, type TableFact } from './fact-tables.ts';
import type { PacketIndex } from './packet-index.ts';
import { packetTest, type PacketFact, type PacketTest } from './packet-tests.ts';

/** The packets that a selection lets through (indexes from 0, ascending; null for all) and what could not be fulfilled. */
export interface Narrowing {
  readonly packets: Uint32Array | null;
  readonly remarks: readonly string[];
}

/**
 * Evaluates a selection over the columns. Facts become bits of interned things first, so that a packet costs a
 * handful of table look-ups: a million packets take some 20 ms.
 */
export function narrow(analysis: Analysis, index: PacketIndex, selection: Selection): Narrowing {
  if (selection.length === 0) return { packets: null, remarks: [] };
  const remarks: string[] = [];
  const tables = emptyTables(analysis);
  let wanted = 0;
  let forbidden = 0;
  let bits = 0;
  const tests: PacketTest[] = [];
  for (const clause of clausesOf(selection)) {
    const bit = bits < 31 ? bits : -1;
    const found = { inTables: false, tests: [] as PacketTest[], byTable: false };
    for (const term of clause.terms) {
      const any = isPacketFact(term) ? enterTest(term) : enterTable(term);
      if (!any && !clause.negated) remarks.push(`Nothing in this capture fits “${printFilter([term])}”.`);
    }
    if (found.byTable) {
      bits++;
      if (bit < 0) remarks.push('Only the first 31 conditions are used.');
      else if (clause.negated) forbidden |= 1 << bit;
      else wanted |= 1 << bit;
    } else {
      const alternatives = found.tests;
      tests.push((packet) => alternatives.some((test) => test(packet)) !== clause.negated);
    }

    function enterTable(fact: TableFact): boolean {
      found.byTable = true;
      return bit >= 0 && enterFact(tables, analysis, fact, bit);
    }
    function enterTest(fact: PacketFact): boolean {
      const test = packetTest(analysis, index, fact);
      if (test !== null) found.tests.push(test);
      return test !== null;
    }
  }
  const readsHeaders = tables.header.some((facts) => facts !== 0);
  const passes = (packet: number) => {
    const has = bitsOf(analysis, index, tables, readsHeaders, packet);
    return (has & wanted) === wanted && (has & forbidden) === 0 && tests.every((test) => test(packet));
  };
  return { packets: collect(analysis.journeys.count, passes), remarks };
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

function isPacketFact(term: Term): term is Term & PacketFact {
  switch (term.kind) {
    case 'flow':
    case 'packet':
    case 'line':
    case 'rule':
    case 'policy':
      return true;
    default:
      return false;
  }
}

function bitsOf(
  { flowPaths, outcomes }: Analysis,
  index: PacketIndex,
  tables: FactTables,
  readsHeaders: boolean,
  p: number,
): number {
  let bits =
    (tables.path[flowPaths.path[p] ?? 0] ?? 0) |
    (tables.identity[index.identity[p] ?? 0] ?? 0) |
    (tables.cause[(outcomes.cause[p] ?? -1) + 1] ?? 0) |
    (tables.disposition[outcomes.disposition[p] ?? 0] ?? 0);
  if (!readsHeaders) return bits;
  const end = index.headerStart[p + 1] ?? 0;
  for (let i = index.headerStart[p] ?? 0; i < end; i++) bits |= tables.header[index.headers[i] ?? 0] ?? 0;
  return bits;
}

function collect(count: number, passes: (packet: number) => boolean): Uint32Array {
  const packets = new Uint32Array(count);
  let used = 0;
  for (let packet = 0; packet < count; packet++) if (passes(packet)) packets[used++] = packet;
  return packets.slice(0, used);
}
