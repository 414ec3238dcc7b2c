import { meaningOfPrefix } from '../../dialects/log-prefixes.ts';
import { logPrefixOf } from '../../kernel/log-prefix.ts';
import { type BaseChainAhead, walkFrom, walkThrough } from '../../kernel/walk/walk-from.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Ground } from '../../model/cause.ts';
import type { BaseChain, Hook } from '../../model/journey.ts';
import type { Chain, Rule } from '../../model/ruleset.ts';
import { isUnlistedLog } from '../../model/trace.ts';
import { tracedPacketAhead } from '../packet-ahead.ts';
import { passedEnd } from '../endings/changed-end.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import { deadEndInChain, type ExplanationContext, type Finding, openEnd } from '../finding.ts';
import {
  hostOf,
  placeOf,
  type PossibleDeath,
  verdictFinding,
  walkedDeath,
  type WayOn,
  wayOf,
} from '../walked-death.ts';
import { originOf } from '../routing/origin.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * The last line is one of a LOG rule, which says that the packet was there and nothing more. The rules after it are
 * walked through, up to the next that would have logged the packet: if it has no line there, it died between the two.
 */
export const afterLogRule: CauseRecogniser = {
  finds: ['rule', 'policy', 'reject', 'conntrack-invalid-rule'],
  explain(ending, context) {
    const { last, base, hook } = ending;
    if (last.place.tracer !== 'log') return null;
    if (isUnlistedLog(last.place)) return loggedByUnlisted(ending, context);
    const name = `${last.place.table}/${last.place.chain}`;
    const table = context.chainAt(base ?? last.place);
    const chain = table === null ? undefined : chainOfTable(table, last.place.chain);
    if (last.rule === null || table === null || chain?.rules.includes(last.rule) !== true) {
      const prefix = last.place.printed?.prefix ?? '';
      return openEnd('unknown', { kind: 'unknown-log-rule', prefix, chain: name });
    }
    const ownVerdict = verdictOfOwnRule(ending);
    if (ownVerdict !== null) return ownVerdict;
    const ahead = base === null ? none : chainsAfter(ending, base, context);
    const baseChain = base === null ? undefined : chainOfTable(table, base.chain);
    const way = walkFrom(
      hostOf(context),
      hook === null ? ending.packet : tracedPacketAhead(ending, hook),
      {
        hook: hook ?? 'forward',
        matched: { table, chain, rule: last.rule, base: baseChain ?? null },
        then: hook === 'prerouting' || base?.layer === 'bridge' ? ahead.sameHook : ahead.all,
      },
      logs,
    );
    // Where other packets have lines after this rule, on the hooks of IP, this one would have them too.
    const ends = base?.layer === 'bridge' && context.wentOn(last);
    const found = judged(ending, wayOf(way, !ends), context);
    if (found !== null) return found;
    if (base?.layer === 'bridge') return openEnd('unknown', { kind: 'passed-bridge-chain', chain: name });
    return hook === 'prerouting' ? afterPrerouting(ending, context) : passed(ending, context);
  },
};

/** What a line of a rule that no file shows tells: never a verdict. */
function loggedByUnlisted(ending: JourneyEnd, { log }: ExplanationContext): Finding {
  const prefix = ending.last.place.printed?.prefix ?? '';
  const reset = log.answeredWithReset(ending.host, ending);
  return openEnd('unknown', { kind: 'unlisted-log-rule', prefix, ...meaningOfPrefix(prefix), reset });
}

function logs(rule: Rule): boolean {
  return logPrefixOf(rule) !== null;
}

const afterLog: Ground = { kind: 'after-log-rule' };
const none = { sameHook: [], all: [] };

/** A rule of nft can log and decide at once. */
function verdictOfOwnRule(ending: JourneyEnd): Finding | null {
  const { verdict } = ending.last;
  if (verdict !== 'drop' && verdict !== 'reject') return null;
  return deadEndInChain(ending, verdictFinding(verdict), 'inferred', {
    disposition: verdict === 'drop' ? 'dropped' : 'rejected',
    grounds: [{ kind: 'logs-and-decides' }],
  });
}

/** What the rules ahead say; null where the packet passes them without any doubt. */
function judged(
  ending: JourneyEnd,
  { deaths, passes, open, awaited }: WayOn,
  context: ExplanationContext,
): Finding | null {
  const [first, ...others] = deaths;
  if (open) {
    const place = first === undefined ? null : placeOf(first.end);
    return openEnd('unknown', { kind: 'came-to-unknown-rules', place });
  }
  const chain = awaited === null ? null : chainOf(awaited);
  if (first === undefined) {
    if (passes) return null;
    return openEnd('incomplete', { kind: 'lines-missing', chain, rulesChanged: false });
  }
  if (first.certain) return walkedDeath(ending, first, 'inferred', [afterLog], context);
  if (passes) return openEnd('unknown', { kind: 'may-have-ended', place: placeOf(first.end) });
  if (context.logEndsHere) return openEnd('incomplete', { kind: 'log-ends-before-log-rule' });
  // A log that begins here may show the line of the later of two rules with one prefix.
  if (awaited !== null && ending.beginsAt === ending.hook && logsAlike(awaited.rule, ending.last.rule))
    return openEnd('unknown', { kind: 'may-have-ended', place: placeOf(first.end) });
  const lost = awaited === null ? null : lostLines(awaited, context);
  const missing: readonly Ground[] = [
    ...(chain === null ? [] : [{ kind: 'no-line-of', chain, counted: false } as const]),
    ...(lost === null ? [] : [lost]),
  ];
  if (others.length === 0) {
    const confidence = lost === null ? 'inferred' : 'possible';
    return walkedDeath(ending, first, confidence, [afterLog, ...missing], context);
  }
  const also: Ground = { kind: 'other-places', places: others.map(({ end }) => placeOf(end)) };
  return walkedDeath(ending, first, 'possible', [afterLog, ...missing, also], context);
}

function logsAlike(one: Rule, other: Rule | null): boolean {
  return other !== null && logPrefixOf(one) === logPrefixOf(other);
}

/**
 * The rule that would have logged the packet counted more than the log has lines of it. Counters of more than twice as
 * much are of a longer time than the log, and say nothing.
 */
function lostLines(awaited: NonNullable<WayOn['awaited']>, { linesOf }: ExplanationContext): Ground | null {
  const { rule, table, chain } = awaited;
  const counted = rule.counter?.packets ?? 0;
  const lines = linesOf(rule);
  if (counted <= lines || counted > 2 * lines) return null;
  const place = { table: table.name, chain: chain.name, rule: rule.number };
  return { kind: 'lines-of-rule-lost', place, counted, lines };
}

function chainOf({ table, chain }: PossibleDeath['end'] | NonNullable<WayOn['awaited']>): string {
  return `${table.name}/${chain.name}`;
}

/** After PREROUTING routing decides; the packet is dead there if each way on would have logged it. */
function afterPrerouting(ending: JourneyEnd, context: ExplanationContext): Finding {
  const ways = (['input', 'forward'] as const).map((hook) => {
    const then: readonly Hook[] = hook === 'forward' ? ['forward', 'postrouting'] : ['input'];
    const chains = then.flatMap((each) => walkedOn(ending, each, context));
    return wayOf(walkThrough(hostOf(context), tracedPacketAhead(ending, hook), chains, logs));
  });
  if (ways.some(({ passes, open }) => passes || open))
    return openEnd('unknown', { kind: 'unlogged-after-prerouting', places: [] });
  const places = ways.flatMap((way) => way.deaths).map(({ end }) => placeOf(end));
  if (places.length > 0) return openEnd('unknown', { kind: 'unlogged-after-prerouting', places });
  const refused = diedInRouting(passedEnd(ending), context);
  if (refused?.cause?.confidence === 'inferred') return refused;
  if (context.logEndsHere) return openEnd('incomplete', { kind: 'log-ends-before-routing' });
  return refused ?? openEnd('unknown', { kind: 'unexplained-after-prerouting' });
}

function passed(ending: JourneyEnd, { network }: ExplanationContext): Finding {
  if (ending.hook === 'input') return { disposition: 'delivered', cause: null, note: null };
  const origin = originOf(ending, network);
  if (origin === 'unknown' || (origin === 'elsewhere' && ending.inInterface === '' && ending.linesMissing))
    return openEnd('incomplete', { kind: 'origin-unknown' });
  return { disposition: origin === 'own' ? 'sent' : 'forwarded', cause: null, note: null };
}

function chainsAfter(
  ending: JourneyEnd,
  base: BaseChain,
  context: ExplanationContext,
): { readonly sameHook: readonly BaseChainAhead[]; readonly all: readonly BaseChainAhead[] } {
  const sameHook = walkedOn(ending, base.hook, context, base);
  const later =
    base.hook === 'forward' || base.hook === 'output' ? walkedOn(ending, 'postrouting', context) : [];
  return { sameHook, all: [...sameHook, ...later] };
}

/**
 * The base chains of a hook that the packet meets, of both backends, those after `passed` where it is one of them; the
 * chains of nat only if the packet begins a connection.
 */
function walkedOn(
  ending: JourneyEnd,
  hook: Hook,
  { live, chainAt }: ExplanationContext,
  passed: BaseChain | null = null,
): readonly BaseChainAhead[] {
  const { host, family, base, visitedNat } = ending;
  const layer = base?.layer ?? 'ip';
  const onHook = (['legacy', 'nft'] as const)
    .flatMap((side) => live.chainsOn(host, side, family, { layer, hook }))
    .filter((each, index, all) => all.findIndex((other) => isSame(other, each)) === index)
    .toSorted((a, b) => a.priority - b.priority);
  const at = passed === null ? -1 : onHook.findIndex((each) => isSame(each, passed));
  const isAhead = ({ priority }: BaseChain, index: number): boolean =>
    passed === null || (at < 0 ? priority > passed.priority : index > at);
  return onHook.filter(isAhead).flatMap((each) => {
    const table = each.nat && !visitedNat ? null : chainAt(each);
    const chain: Chain | undefined = table === null ? undefined : chainOfTable(table, each.chain);
    return table === null || chain === undefined ? [] : [{ table, chain, hook, isNat: each.nat }];
  });
}

function isSame(one: BaseChain, other: BaseChain): boolean {
  return one.tableFamily === other.tableFamily && one.table === other.table && one.chain === other.chain;
}
