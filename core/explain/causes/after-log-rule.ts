import { meaningOfPrefix } from '../../dialects/log-prefixes.ts';
import { logPrefixOf } from '../../kernel/log-prefix.ts';
import { type BaseChainAhead, walkFrom, walkThrough } from '../../kernel/walk/walk-from.ts';
import type { Walked } from '../../kernel/walk/walk-end.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Ground } from '../../model/cause.ts';
import type { BaseChain, Hook } from '../../model/journey.ts';
import type { Rule } from '../../model/ruleset.ts';
import { isUnlistedLog } from '../../model/trace.ts';
import { chainsToWalk } from '../chains-to-walk.ts';
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
import { type WalkedOnHook, walkAfterRouting } from '../walk-after-routing.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import { afterLastChain } from './after-last-chain.ts';
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
      hook === null ? ending.packet : tracedPacketAhead(ending, hook, context.witness),
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
    if (hook === 'prerouting') return afterPrerouting(ending, way, context);
    if (hook === null) return openEnd('incomplete', { kind: 'partial-path' });
    return afterLastChain(ending, hook === 'input' ? 'input' : 'postrouting', ending.outInterface, context);
  },
};

/** What is ahead of the packet on its hook, and on those after it that follow without a routing decision. */
function chainsAfter(
  ending: JourneyEnd,
  base: BaseChain,
  context: ExplanationContext,
): { readonly sameHook: readonly BaseChainAhead[]; readonly all: readonly BaseChainAhead[] } {
  const sameHook = chainsToWalk(ending, base.hook, context, base);
  const later =
    base.hook === 'forward' || base.hook === 'output' ? chainsToWalk(ending, 'postrouting', context) : [];
  return { sameHook, all: [...sameHook, ...later] };
}

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
  return deadEndInChain(ending, verdictFinding(verdict, ending.last.rule), 'inferred', {
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
  const lost = awaited === null ? null : lostLines(awaited, ending.last.rule, context);
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
 * The rule that would have logged the packet counted more than the log has lines of it. Counters of a longer time than
 * the log say nothing of that; they are of its time where one of the two rules counted at most twice what it logged.
 */
function lostLines(
  awaited: NonNullable<WayOn['awaited']>,
  own: Rule | null,
  { linesOf }: ExplanationContext,
): Ground | null {
  const { rule, table, chain } = awaited;
  const countedInLog = ({ counter }: Rule, lines: number): boolean =>
    counter !== null && counter.packets > 0 && counter.packets <= 2 * lines;
  const counted = rule.counter?.packets ?? 0;
  const lines = linesOf(rule);
  if (counted <= lines) return null;
  if (!countedInLog(rule, lines) && (own === null || !countedInLog(own, linesOf(own)))) return null;
  const place = { table: table.name, chain: chain.name, rule: rule.number };
  return { kind: 'lines-of-rule-lost', place, counted, lines };
}

function chainOf({ table, chain }: PossibleDeath['end'] | NonNullable<WayOn['awaited']>): string {
  return `${table.name}/${chain.name}`;
}

/** After PREROUTING routing decides; the packet is dead there if each way on would have logged it. */
function afterPrerouting(ending: JourneyEnd, { ends }: Walked, context: ExplanationContext): Finding {
  const [only, ...others] = ends;
  const routed =
    only === undefined || others.length > 0 ? null : walkAfterRouting(ending, only.packet, context, logs);
  if (routed !== null) return afterRouting(ending, routed, context);
  const ways = (['input', 'forward'] as const).map((hook) => {
    const then: readonly Hook[] = hook === 'forward' ? ['forward', 'postrouting'] : ['input'];
    const chains = then.flatMap((each) => chainsToWalk(ending, each, context));
    return wayOf(
      walkThrough(hostOf(context), tracedPacketAhead(ending, hook, context.witness), chains, logs),
    );
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

/** Routing replayed from the bundle's files leads to the chains that were walked. */
function afterRouting(
  ending: JourneyEnd,
  { hook, outInterface, walked }: WalkedOnHook,
  context: ExplanationContext,
): Finding {
  const found = judged(ending, wayOf(walked), context);
  return found ?? afterLastChain(ending, hook === 'forward' ? 'postrouting' : hook, outInterface, context);
}
