import { printRejectAnswer } from '../dialects/print-reject.ts';
import type { OpenEnd, PlacedRule, WalkEnd } from '../kernel/walk/walk-end.ts';
import type { RulePlace } from '../model/cause.ts';
import type { Chain, Table } from '../model/ruleset.ts';
import type { SimulatedEnd, SimulationLimit } from '../model/simulation.ts';

/** How a walk ended, as plain data. */
export function simulatedEnd(end: WalkEnd): SimulatedEnd {
  switch (end.kind) {
    case 'rule': {
      const { rule, verdict, because } = end;
      const { dialect, statements } = rule.spec;
      const reject = statements.find((statement) => statement.kind === 'reject');
      return {
        kind: 'rule',
        place: placeOf(end),
        text: rule.text,
        verdict,
        because,
        answer: reject === undefined ? null : printRejectAnswer(dialect, reject.answer),
        bypass: statements.some((statement) => statement.kind === 'queue' && statement.bypass),
      };
    }
    case 'policy':
      return { kind: 'policy', place: { table: end.table.name, chain: end.chain.name, rule: null } };
    case 'routing':
      return { kind: 'routing', cause: end.cause };
    case 'delivered':
      return { kind: 'delivered' };
    case 'forwarded':
    case 'sent':
      return { kind: end.kind, interface: end.outInterface };
    case 'logged':
    case 'passed':
      return { kind: 'passed' };
    case 'open':
      return { kind: 'open', why: limitOf(end) };
  }
}

function limitOf(end: OpenEnd): SimulationLimit {
  switch (end.why) {
    case 'cut':
      return { kind: 'cut', chain: chainName(end), file: end.chain.at.file };
    case 'loop':
    case 'depth':
      return { kind: end.why, table: end.table.name };
    case 'detached':
      return { kind: 'detached', chain: chainName(end) };
    case 'target':
      return { kind: 'target', place: placeOf(end), text: end.rule.text };
    case 'routing':
      return { kind: 'routing', missing: end.missing };
    case 'no-routes':
      return { kind: 'no-routes' };
  }
}

function placeOf({ table, chain, number }: PlacedRule): RulePlace {
  return { table: table.name, chain: chain.name, rule: number };
}

function chainName({ table, chain }: { readonly table: Table; readonly chain: Chain }): string {
  return `${table.name}/${chain.name}`;
}
