import { logPrefixOf } from '../../kernel/log-prefix.ts';
import type { PossibleEnd, Walked, WalkEnd } from '../../kernel/walk/walk-end.ts';
import { type BaseChainAhead, type PartOfHost, walkFrom, walkThrough } from '../../kernel/walk/walk-from.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { BaseChain, Hook, ResolvedPlace } from '../../model/journey.ts';
import type { Chain, Rule } from '../../model/ruleset.ts';
import { tracedPacketAhead } from '../packet-ahead.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import {
  type ExplanationContext,
  deadEndInChain,
  type Explanation,
  type Finding,
  openEnd,
} from '../finding.ts';
import { originOf } from '../routing/origin.ts';
import { diedInRouting } from '../routing/routing-replay.ts';

/**
 * The last line is one of a LOG rule, which says that the packet was there and nothing more. The rules behind it are
 * walked through, up to the next that would have logged the packet: if it has no line there, it died between the two.
 */
export const afterLogRule: Explanation = (ending, circumstances) => {
  const { last, base, hook } = ending;
  if (last.place.tracer !== 'log') return null;
  const name = `${last.place.table}/${last.place.chain}`;
  const table = circumstances.chainAt(base ?? last.place);
  const chain = table === null ? undefined : chainOfTable(table, last.place.chain);
  if (last.rule === null || table === null || chain?.rules.includes(last.rule) !== true) {
    return openEnd(
      'unknown',
      `The last line is of the LOG rule "${last.place.printed?.prefix ?? ''}" in ${name}; what stands behind it is not in the bundle`,
    );
  }
  const ownVerdict = verdictOfOwnRule(ending);
  if (ownVerdict !== null) return ownVerdict;
  const behind = base === null ? none : chainsBehind(ending, base, circumstances);
  const baseChain = base === null ? undefined : chainOfTable(table, base.chain);
  const way = walkFrom(
    hostOf(circumstances),
    hook === null ? ending.packet : tracedPacketAhead(ending, hook),
    {
      hook: hook ?? 'forward',
      matched: { table, chain, rule: last.rule, base: baseChain ?? null },
      then: hook === 'prerouting' || base?.layer === 'bridge' ? behind.sameHook : behind.all,
    },
    logs,
  );
  // Where other packets have lines behind this rule, on the hooks of IP, this one would have them too.
  const ends = base?.layer === 'bridge' && circumstances.wentOn(last);
  const found = judged(ending, wayOf(way, !ends), circumstances);
  if (found !== null) return found;
  if (base?.layer === 'bridge')
    return openEnd('unknown', `The bridge let the packet pass ${name}; what came of it is in no line`);
  return hook === 'prerouting' ? behindRouting(ending, circumstances) : passed(ending, circumstances);
};

/** What can become of a packet on a part of its way, as far as rules tell. */
interface WayOn {
  readonly deaths: readonly PossibleDeath[];
  /** It can come to the end of that part without a line of the log. */
  readonly passes: boolean;
  /** Where it can't be followed further. */
  readonly open: boolean;
  /** The first rule that would surely have logged it; null where none would. */
  readonly awaited: Extract<WalkEnd, { kind: 'logged' }> | null;
}

/** A rule, or the policy of a chain, by which a packet can have died. */
type PossibleDeath = PossibleEnd & { readonly end: Extract<WalkEnd, { kind: 'rule' | 'policy' }> };

function wayOf({ ends, presumed, complete }: Walked, mayPass = true): WayOn {
  const isDeath = (each: PossibleEnd): each is PossibleDeath =>
    each.end.kind === 'rule' || each.end.kind === 'policy';
  return {
    deaths: ends.filter(isDeath),
    passes: mayPass && ends.some(({ end }) => end.kind === 'passed'),
    open:
      !complete ||
      ends.some(({ end }) => end.kind === 'open') ||
      presumed.some(({ assumed }) => assumed.kind === 'missing-chain'),
    awaited: ends.flatMap(({ end }) => (end.kind === 'logged' ? [end] : []))[0] ?? null,
  };
}

function logs(rule: Rule): boolean {
  return logPrefixOf(rule) !== null;
}

function hostOf({ network, facts, witness }: ExplanationContext): PartOfHost {
  return { network, inSet: facts.inSet, conntrack: witness.conntrack };
}

const none = { sameHook: [], all: [] };

/** A rule of nft can log and decide at once. */
function verdictOfOwnRule(ending: JourneyEnd): Finding | null {
  const { verdict, rule } = ending.last;
  if (verdict !== 'drop' && verdict !== 'reject') return null;
  return deadEndInChain(
    ending,
    verdict === 'drop' ? 'rule' : 'reject',
    'inferred',
    `${verdict === 'drop' ? 'Dropped' : 'Rejected'} by rule ${rule?.number} of ${ending.last.place.table}/${ending.last.place.chain}, which logs and decides: ${rule?.text}`,
    verdict === 'drop' ? 'dropped' : 'rejected',
  );
}

/** What the way on says; null where the packet passes it without any doubt. */
function judged(
  ending: JourneyEnd,
  { deaths, passes, open, awaited }: WayOn,
  circumstances: ExplanationContext,
): Finding | null {
  const [first, ...others] = deaths;
  if (open) {
    const met = first === undefined ? '' : `may have met ${placeOf(first.end)}, or `;
    return openEnd(
      'unknown',
      `Behind the last line the packet ${met}came to rules that the bundle does not show or that are not known`,
    );
  }
  if (first === undefined) {
    if (passes) return null;
    const where = awaited === null ? 'the rules behind it' : chainOf(awaited);
    return openEnd('incomplete', `No line of ${where} follows, though it should: lines are missing`);
  }
  if (first.certain) return deadAt(ending, first, 'inferred', '', circumstances);
  if (passes) {
    return openEnd(
      'unknown',
      `Behind the last line the packet may have met ${placeOf(first.end)}, or gone on without a line`,
    );
  }
  if (circumstances.logEndsHere)
    return openEnd('incomplete', 'The log ends before the next rule that would log the packet');
  const missing = awaited === null ? '' : `, as no line of ${chainOf(awaited)} follows`;
  if (others.length === 0) return deadAt(ending, first, 'inferred', missing, circumstances);
  const also = `; ${others.map(({ end }) => placeOf(end)).join(' or ')} would explain it as well`;
  return deadAt(ending, first, 'possible', `${missing}${also}`, circumstances);
}

function chainOf({ table, chain }: PossibleDeath['end'] | NonNullable<WayOn['awaited']>): string {
  return `${table.name}/${chain.name}`;
}

function deadAt(
  ending: JourneyEnd,
  death: PossibleDeath,
  confidence: 'inferred' | 'possible',
  why: string,
  { textAt }: ExplanationContext,
): Finding {
  const { end } = death;
  const { table, chain } = end;
  const [rule, verdict] = end.kind === 'rule' ? [end.rule, end.verdict] : [null, 'drop' as const];
  const shown = rule?.at ?? chain.at;
  const last: ResolvedPlace = {
    place: {
      ...ending.last.place,
      tableFamily: table.family,
      table: table.name,
      chain: chain.name,
      kind: rule === null ? 'policy' : 'rule',
      number: rule === null ? chain.rules.length + 1 : rule.number,
      printed: null,
    },
    at: rule === null ? 'policy' : 'rule',
    rule,
    verdict,
    foundBy: 'number',
    drift: null,
    shownAt: { ...shown, text: textAt(shown) },
  };
  const word = verdict === 'reject' ? 'Rejected' : verdict === 'queue' ? 'Given to a program' : 'Dropped';
  const said = confidence === 'possible' ? `Possibly ${word.toLowerCase()}` : word;
  const text = rule === null ? '' : `: ${rule.text}`;
  if (verdict === 'queue')
    return { disposition: 'queued', cause: null, note: `${said} by ${placeOf(end)}${why}${text}` };
  const isInvalid = end.kind === 'rule' && end.because === 'invalid';
  const invalid = isInvalid ? ' because conntrack calls the packet INVALID' : '';
  return deadEndInChain(
    { ...ending, last },
    rule === null
      ? 'policy'
      : isInvalid
        ? 'conntrack-invalid-rule'
        : verdict === 'reject'
          ? 'reject'
          : 'rule',
    confidence,
    `${said} by ${placeOf(end)}${invalid}, behind the last LOG rule that logged the packet${why}${text}`,
    verdict === 'reject' ? 'rejected' : 'dropped',
  );
}

function placeOf(end: PossibleDeath['end']): string {
  const where = chainOf(end);
  return end.kind === 'policy' ? `the policy of ${where}` : `rule ${end.rule.number} of ${where}`;
}

/** Behind PREROUTING routing decides; the packet is dead there if each way on would have logged it. */
function behindRouting(ending: JourneyEnd, circumstances: ExplanationContext): Finding {
  const accepted: JourneyEnd = { ...ending, last: { ...ending.last, verdict: 'accept' } };
  const ways = (['input', 'forward'] as const).map((hook) => {
    const then: readonly Hook[] = hook === 'forward' ? ['forward', 'postrouting'] : ['input'];
    const chains = then.flatMap((each) => walkedOn(ending, each, circumstances));
    return wayOf(walkThrough(hostOf(circumstances), tracedPacketAhead(ending, hook), chains, logs));
  });
  const open = 'The packet passed PREROUTING and has no further line';
  if (ways.some(({ passes, open: isOpen }) => passes || isOpen))
    return openEnd('unknown', `${open}; not every way on would have logged it`);
  const deaths = ways.flatMap((way) => way.deaths);
  if (deaths.length > 0)
    return openEnd(
      'unknown',
      `${open}: the routing decision or ${deaths.map(({ end }) => placeOf(end)).join(' or ')} may have ended it`,
    );
  const refused = diedInRouting(accepted, circumstances);
  if (refused?.cause?.confidence === 'inferred') return refused;
  if (circumstances.logEndsHere)
    return openEnd('incomplete', 'The log ends before the routing decision shows');
  return refused ?? openEnd('unknown', `${open}; nothing in the bundle explains why`);
}

function passed(ending: JourneyEnd, { network }: ExplanationContext): Finding {
  if (ending.hook === 'input') return { disposition: 'delivered', cause: null, note: null };
  const origin = originOf(ending, network);
  if (origin === 'unknown' || (origin === 'elsewhere' && ending.inInterface === '' && ending.linesMissing))
    return openEnd('incomplete', 'The log does not show where the packet came from');
  return { disposition: origin === 'own' ? 'sent' : 'forwarded', cause: null, note: null };
}

function chainsBehind(
  ending: JourneyEnd,
  base: BaseChain,
  circumstances: ExplanationContext,
): { readonly sameHook: readonly BaseChainAhead[]; readonly all: readonly BaseChainAhead[] } {
  const sameHook = walkedOn(ending, base.hook, circumstances, base);
  const later =
    base.hook === 'forward' || base.hook === 'output' ? walkedOn(ending, 'postrouting', circumstances) : [];
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
