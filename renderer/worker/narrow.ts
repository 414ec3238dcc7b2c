import type { Analysis } from '../../core/index.ts';
import { printFilter } from '../selection/print.ts';
import { narrowingKinds, type Selection, type Term } from '../selection/selection.ts';
import { emptyTables, enterFact, type FactTables, type TableFact } from './fact-tables.ts';
import type { PacketIndex } from './packet-index.ts';
import { packetTest, type PacketFact, type PacketTest } from './packet-test.ts';

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
  const remarks: string[] = [];
  const tables = emptyTables(analysis, index);
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
      return bit >= 0 && enterFact(tables, analysis, index, fact, bit);
    }
    function enterTest(fact: PacketFact): boolean {
      const test = packetTest(analysis, index, fact);
      if (test !== null) found.tests.push(test);
      return test !== null;
    }
  }
  const packets = collect(analysis, index, tables, wanted, forbidden);
  return { packets: tests.reduce((left, test) => left.filter(test), packets), remarks };
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
      return true;
    default:
      return false;
  }
}

/** The packets that have all wanted bits and none of the forbidden ones. */
function collect(
  { journeys, flowPaths, outcomes }: Analysis,
  { kind, headerStart, headers }: PacketIndex,
  tables: FactTables,
  wanted: number,
  forbidden: number,
): Uint32Array {
  const byPath = tables.path.bits;
  const byShape = tables.shape.bits;
  const byKind = tables.kind.bits;
  const byCause = tables.cause.bits;
  const byDisposition = tables.disposition.bits;
  const byHeader = tables.header.bits;
  const { path } = flowPaths;
  const { shape } = journeys;
  const { cause, disposition } = outcomes;
  const packets = new Uint32Array(journeys.count);
  let used = 0;
  for (let p = 0; p < packets.length; p++) {
    let has = 0;
    if (byPath !== null) has |= byPath[path[p] as number] as number;
    if (byShape !== null) has |= byShape[shape[p] as number] as number;
    if (byKind !== null) has |= byKind[kind[p] as number] as number;
    if (byCause !== null) has |= byCause[(cause[p] as number) + 1] as number;
    if (byDisposition !== null) has |= byDisposition[disposition[p] as number] as number;
    if (byHeader !== null) {
      const end = headerStart[p + 1] as number;
      for (let i = headerStart[p] as number; i < end; i++) has |= byHeader[headers[i] as number] as number;
    }
    if ((has & wanted) === wanted && (has & forbidden) === 0) packets[used++] = p;
  }
  return packets.slice(0, used);
}
