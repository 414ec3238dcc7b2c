import { isBareVerdict } from '../kernel/bare-verdict.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';
import type { Verdict } from '../model/journey.ts';
import { meetRule } from './meet-rule.ts';
import { changesBetween } from './packet-changes.ts';
import { verdictEnd } from './verdict-end.ts';
import type { Walk, WalkEnd } from './walk.ts';
import { unknownEnd } from './walk.ts';

/**
 * One table's chains for a packet, from a built-in chain on: ipt_do_table() (net/ipv4/netfilter/ip_tables.c) and
 * nft_do_chain() (net/netfilter/nf_tables_core.c). A goto leaves no return address, so the chain's end leads back to
 * the last jump, and without one to the policy. Null: the table accepted the packet.
 */
export function traverseTable(walk: Walk, table: Table, base: Chain): WalkEnd | null {
  const returns: Position[] = [];
  let { chain, index }: Position = { chain: base, index: 0 };
  let calls = 0;
  const leaveChain = (): boolean => {
    const back = returns.pop();
    ({ chain, index } = back ?? { chain: base, index: base.rules.length });
    return back !== undefined;
  };

  for (;;) {
    const rule = chain.rules[index];
    if (isBehindCut(chain, rule))
      return unknownEnd(`Rules of ${placeOf(table, chain)} were cut out of ${chain.at.file}`);
    if (rule === undefined) {
      if (chain === base) return endBase(walk, table, base);
      note(walk, table, chain, null, 'return');
      // Behind a goto from the built-in chain, its policy decides.
      leaveChain();
      continue;
    }
    index++;
    const meeting = meetRule(walk, table, chain, rule);
    if (meeting === null) continue;
    const { verdict, called, certain, before } = meeting;
    note(walk, table, chain, rule, verdict, certain, before);
    if (called !== null) {
      if (++calls > maxCalls)
        return unknownEnd(`The chains of table ${table.name} call each other without end`);
      if (verdict === 'jump') returns.push({ chain, index });
      ({ chain, index } = { chain: called, index: 0 });
      continue;
    }
    if (verdict === 'continue') continue;
    if (verdict === 'return') leaveChain();
    else if (verdict === 'accept') return null;
    else if (verdict === 'jump' || verdict === 'goto') return verdictEnd(null, table, chain, rule, before);
    else return verdictEnd(verdict, table, chain, rule, before);
  }
}

interface Position {
  readonly chain: Chain;
  /** Of the next rule, from 0. */
  readonly index: number;
}

/** No kernel accepts chains that call each other in a circle, but a damaged file may show such. */
const maxCalls = 10_000;

function endBase(walk: Walk, table: Table, base: Chain): WalkEnd | null {
  const policy =
    base.policy ??
    walk.inquiry.ask({ what: `the policy of ${placeOf(table, base)}`, command: 'iptables-save' }, [
      { value: 'ACCEPT', says: `the policy of ${placeOf(table, base)} is ACCEPT` },
      { value: 'DROP', says: `the policy of ${placeOf(table, base)} is DROP` },
    ]);
  note(walk, table, base, null, policy === 'DROP' ? 'drop' : 'accept');
  if (policy !== 'DROP') return null;
  return {
    disposition: 'dropped',
    cause: { kind: 'policy', table: table.name, chain: base.name, rule: null, text: null },
    summary: `Dropped by the policy of ${placeOf(table, base)}: no rule of the chain decided, and its policy is DROP`,
  };
}

/** Records the step as TRACE would print it; `rule` null is the chain's end. */
function note(
  walk: Walk,
  table: Table,
  chain: Chain,
  rule: Rule | null,
  verdict: Verdict | null,
  certain = true,
  before = walk.packet,
): void {
  const number = rule === null ? chain.rules.length + 1 : chain.rules.indexOf(rule) + 1;
  const isBase = chain.base !== null || chain.name === walk.hook.toUpperCase();
  walk.steps.push({
    kind: 'step',
    tableFamily: table.family,
    table: table.name,
    chain: chain.name,
    stepKind:
      rule !== null && (rule.actions !== undefined || !isBareVerdict(rule))
        ? 'rule'
        : isBase
          ? 'policy'
          : 'return',
    number,
    text: rule?.text ?? null,
    at: rule?.at ?? chain.at,
    verdict,
    certain,
    changes: changesBetween(before, walk.packet),
  });
}

/** In a listing that someone shortened, what follows a cut is not what the packet would meet next. */
function isBehindCut({ cuts, rules }: Chain, rule: Rule | undefined): boolean {
  const [first] = cuts;
  if (first === undefined) return false;
  return rule === undefined ? true : rule.at.line > first.line && rules.length > 0;
}

function placeOf(table: Table, chain: Chain): string {
  return `${table.name}/${chain.name}`;
}
