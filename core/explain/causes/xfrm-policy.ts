import { policyFor } from '../../kernel/xfrm-policy-lookup.ts';
import { routeInput } from '../../kernel/routing/route-input.ts';
import type { XfrmPolicy, Witness } from '../../model/witness.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import { deadEndOutsideRules, type ExplanationContext, type Finding, openEnd } from '../finding.ts';
import { inputPacket } from '../routing/routed-packet.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * IPsec policies refuse packets between the hooks: ip_forward() asks those for forwarded packets (fwd) and then, like
 * local output, those for packets that leave (out) before FORWARD, and the transport protocols ask those for the host's
 * own (in) after INPUT. A template is met only by what came, or can leave, through a security association.
 */
export const xfrmPolicy: CauseRecogniser<{
  /** `action` block refuses; `protect` asks for a security association. `way`: the direction of the policy. */
  readonly 'xfrm-policy': {
    readonly src: string;
    readonly dst: string;
    readonly way: 'in' | 'out' | 'fwd';
    readonly action: 'block' | 'protect';
    readonly counter: string | null;
  };
}> = {
  finds: ['xfrm-policy'],
  explain(ending, context) {
    const { witness, live, logEndsHere } = context;
    if (!letsPass(ending)) return null;
    if (ending.hook === 'input' && chainsAhead(ending, live).length === 0)
      return witness.xfrmPolicies.length === 0 ? unlistedPolicy(witness) : refused(ending, 'in', context);
    if (witness.xfrmPolicies.length === 0) return null;
    if (ending.hook !== 'prerouting' || logEndsHere) return null;
    if (baseChainsAhead(ending, live).some((chain) => chain.hook === 'prerouting')) return null;
    return isForwarded(ending, context)
      ? (refused(ending, 'fwd', context) ?? refused(ending, 'out', context))
      : null;
  },
};

/** The kernel counted refusals of IPsec policies that the bundle does not list. */
function unlistedPolicy({ kernelCounters }: Witness): Finding | null {
  const names = Object.values(counters.in).flat();
  const counted = kernelCounters.find(({ name, value }) => names.includes(name) && value > 0);
  return counted === undefined
    ? null
    : openEnd('unknown', { kind: 'may-have-been-refused-by-ipsec', counter: counted.name });
}

function isForwarded(ending: JourneyEnd, { network }: ExplanationContext): boolean {
  return network !== null && routeInput(network, inputPacket(ending)).decided?.outcome === 'forward';
}

function refused(
  ending: JourneyEnd,
  way: XfrmPolicy['direction'],
  context: ExplanationContext,
): Finding | null {
  const { witness } = context;
  const policy = policyFor(ending, way, witness.xfrmPolicies);
  if (policy === null) return null;
  const action = policy.action === 'block' ? 'block' : 'protect';
  if (action === 'protect' && policy.templates < 1) return null;
  const names = counters[way][action];
  const known = witness.kernelCounters.filter(({ name }) => names.includes(name));
  const counted = known.find(({ value }) => value > 0);
  if (known.length > 0 && counted === undefined) return null;
  const { src, dst } = policy;
  const parameters = { src, dst, way, action, counter: counted?.name ?? null } as const;
  // What came through an association passes the same policy, and no line tells it apart: only the count of all does.
  const isSure =
    counted !== undefined && (way !== 'in' || counted.value === maybeRefused(ending.host, action, context));
  return deadEndOutsideRules(
    ending,
    { kind: 'xfrm-policy', parameters },
    isSure ? 'inferred' : 'possible',
    `${way} ${src} ${dst} ${action}`,
    {
      evidence: [policy, ...(counted === undefined ? [] : [counted])].map(({ at }) => ({ ...at, text: '' })),
    },
  );
}

/** How many packets of the host the policies for what comes in may have refused with that counter. */
function maybeRefused(
  host: string,
  action: 'block' | 'protect',
  { witness: { xfrmPolicies }, live, countEndings }: ExplanationContext,
): number {
  const isRefusing = (ending: JourneyEnd, way: 'in' | 'fwd'): boolean => {
    const policy = policyFor(ending, way, xfrmPolicies);
    if (policy === null) return false;
    return action === 'block' ? policy.action === 'block' : policy.action !== 'block' && policy.templates > 0;
  };
  return countEndings({
    host,
    name: `xfrm ${action}`,
    hooks: ['prerouting', 'input'],
    isOne: (ending) => {
      if (!letsPass(ending)) return false;
      if (ending.hook === 'input') return chainsAhead(ending, live).length === 0 && isRefusing(ending, 'in');
      return isRefusing(ending, 'fwd');
    },
  });
}

/** The counters of /proc/net/xfrm_stat that such a refusal moves (Documentation/networking/xfrm_proc.rst). */
const counters: Readonly<
  Record<XfrmPolicy['direction'], Readonly<Record<'block' | 'protect', readonly string[]>>>
> = {
  in: { block: ['XfrmInPolBlock'], protect: ['XfrmInTmplMismatch'] },
  fwd: { block: ['XfrmInPolBlock'], protect: ['XfrmInTmplMismatch'] },
  out: { block: ['XfrmOutPolBlock'], protect: ['XfrmOutNoStates', 'XfrmAcquireError'] },
};
