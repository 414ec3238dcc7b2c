import { tracedPacketAhead } from '../packet-ahead.ts';
import type { BaseChain, Hook, ResolvedPlace } from '../../model/journey.ts';
import type { Table } from '../../model/ruleset.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import {
  type ExplanationContext,
  deadEndInChain,
  type Explanation,
  type Finding,
  openEnd,
} from '../finding.ts';
import { type PossibleDeath, WalkOn, type WalkedChain, type WayOn } from '../walk-on.ts';
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
  const start = base === null ? null : circumstances.chainAt(base);
  if (last.rule === null || last.rule.number === null || base === null || start === null || hook === null) {
    return openEnd(
      'unknown',
      `The last line is of the LOG rule "${last.place.printed?.prefix ?? ''}" in ${name}; what stands behind it is not in the bundle`,
    );
  }
  const ownVerdict = verdictOfOwnRule(ending);
  if (ownVerdict !== null) return ownVerdict;
  const facts = circumstances.facts;
  const behind = chainsBehind(ending, base, circumstances);
  const walk = new WalkOn(tracedPacketAhead(ending, hook), facts);
  const way = walk.from(
    { base, table: start },
    last.place.chain,
    last.rule.number,
    hook === 'prerouting' || base.layer === 'bridge' ? behind.sameHook : behind.all,
  );
  // Where other packets have lines behind this rule, on the hooks of IP, this one would have them too.
  const ends = base.layer === 'bridge' && circumstances.wentOn(last);
  const found = judged(ending, ends ? { ...way, passes: false } : way, circumstances);
  if (found !== null) return found;
  if (base.layer === 'bridge')
    return openEnd('unknown', `The bridge let the packet pass ${name}; what came of it is in no line`);
  return hook === 'prerouting' ? behindRouting(ending, circumstances) : passed(ending, circumstances);
};

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
  { deaths, passes, awaited }: WayOn,
  circumstances: ExplanationContext,
): Finding | null {
  const [first, ...others] = deaths;
  if (first === undefined) {
    if (passes) return null;
    const where = awaited === null ? 'the rules behind it' : `${awaited.base.table}/${awaited.base.chain}`;
    return openEnd('incomplete', `No line of ${where} follows, though it should: lines are missing`);
  }
  const certain = deaths.find((death) => death.certain);
  if (certain !== undefined && first === certain)
    return deadAt(ending, certain, 'inferred', '', circumstances);
  if (passes) {
    return openEnd(
      'unknown',
      `Behind the last line the packet may have met ${placeOf(first)}, or gone on without a line`,
    );
  }
  if (circumstances.logEndsHere)
    return openEnd('incomplete', 'The log ends before the next rule that would log the packet');
  const missing =
    awaited === null ? '' : `, as no line of ${awaited.base.table}/${awaited.base.chain} follows`;
  if (others.length === 0) return deadAt(ending, first, 'inferred', missing, circumstances);
  const also = `; ${others.map(placeOf).join(' or ')} would explain it as well`;
  return deadAt(ending, certain ?? first, 'possible', `${missing}${also}`, circumstances);
}

function deadAt(
  ending: JourneyEnd,
  death: PossibleDeath,
  confidence: 'inferred' | 'possible',
  why: string,
  { textAt }: ExplanationContext,
): Finding {
  const { base, chain, rule, verdict } = death;
  const shown = rule?.at ?? chain.at;
  const last: ResolvedPlace = {
    place: {
      ...ending.last.place,
      tableFamily: base.tableFamily,
      table: base.table,
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
    return { disposition: 'queued', cause: null, note: `${said} by ${placeOf(death)}${why}${text}` };
  return deadEndInChain(
    { ...ending, last },
    rule === null ? 'policy' : verdict === 'reject' ? 'reject' : 'rule',
    confidence,
    `${said} by ${placeOf(death)}, behind the last LOG rule that logged the packet${why}${text}`,
    verdict === 'reject' ? 'rejected' : 'dropped',
  );
}

function placeOf({ base, chain, rule }: PossibleDeath): string {
  const where = `${base.table}/${chain.name}`;
  return rule === null ? `the policy of ${where}` : `rule ${rule.number} of ${where}`;
}

/** Behind PREROUTING routing decides; the packet is dead there if each way on would have logged it. */
function behindRouting(ending: JourneyEnd, circumstances: ExplanationContext): Finding {
  const accepted: JourneyEnd = { ...ending, last: { ...ending.last, verdict: 'accept' } };
  const ways = (['input', 'forward'] as const).map((hook) => {
    const then: readonly Hook[] = hook === 'forward' ? ['forward', 'postrouting'] : ['input'];
    const chains = then.flatMap((each) => walkedOn(ending, each, circumstances));
    return new WalkOn(tracedPacketAhead(ending, hook), circumstances.facts).through(chains);
  });
  const open = 'The packet passed PREROUTING and has no further line';
  if (ways.some(({ passes }) => passes))
    return openEnd('unknown', `${open}; not every way on would have logged it`);
  const deaths = ways.flatMap((way) => way.deaths);
  if (deaths.length > 0)
    return openEnd(
      'unknown',
      `${open}: the routing decision or ${deaths.map(placeOf).join(' or ')} may have ended it`,
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
): { readonly sameHook: readonly WalkedChain[]; readonly all: readonly WalkedChain[] } {
  const sameHook = walkedOn(ending, base.hook, circumstances).filter(
    (each) => each.base.priority > base.priority,
  );
  const later =
    base.hook === 'forward' || base.hook === 'output' ? walkedOn(ending, 'postrouting', circumstances) : [];
  return { sameHook, all: [...sameHook, ...later] };
}

/** The base chains of a hook that the packet meets; those of nat only if it begins a connection. */
function walkedOn(
  ending: JourneyEnd,
  hook: Hook,
  { live, chainAt }: ExplanationContext,
): readonly WalkedChain[] {
  const { host, family, base, visitedNat } = ending;
  const layer = base?.layer ?? 'ip';
  return live.chainsOn(host, base?.side ?? 'legacy', family, { layer, hook }).flatMap((each) => {
    const table: Table | null = each.nat && !visitedNat ? null : chainAt(each);
    return table === null ? [] : [{ base: each, table }];
  });
}
