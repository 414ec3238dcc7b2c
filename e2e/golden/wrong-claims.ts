import { type AnalysedBundle, packetDocuments } from '../../core/index.ts';
import { isOfProbe } from './compare.ts';
import type { Truth, TruthProbe } from './truth.ts';

/**
 * What an analysis says as observed or inferred and the truth contradicts, a line each: empty for one that claims no
 * more than it knows, however little of the bundle there was.
 */
export async function wrongClaims(
  analysis: AnalysedBundle,
  { probes }: Pick<Truth, 'probes'>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const packet of packetDocuments(analysis)) {
    const own = probes.filter((each) => isOfProbe(each, packet));
    // A journey whose first lines are missing may be of a flow that had been translated by then.
    const translated = entersAnew(packet) ? [] : probes.flatMap((each) => afterNat(each, packet));
    const candidates = [...own, ...translated];
    const wrong = candidates.map((probe) => wrongClaim(fatesOf(probe, packet), packet));
    const [first] = wrong;
    if (first !== undefined && first !== null && !wrong.includes(null))
      found.add(`${candidates[0]?.name}: ${first}`);
  }
  return [...found];
}

function entersAnew({ steps }: Packet): boolean {
  return /PREROUTING|OUTPUT/i.test(steps[0]?.chain ?? '');
}

function afterNat(probe: TruthProbe, packet: Packet): readonly TruthProbe[] {
  const { nat, flow } = probe;
  if (nat === undefined || nat === null) return [];
  const { src_after: src, dst_after: dst, sport_after: sport, dport_after: dport } = nat;
  const translated = {
    ...probe,
    flow: {
      ...flow,
      src,
      dst,
      ...(sport === undefined ? {} : { sport }),
      ...(dport === undefined ? {} : { dport }),
    },
  };
  return isOfProbe(translated, packet) ? [translated] : [];
}

/** The probe with the end of this very packet alone, where its IP ID tells which one it was. */
function fatesOf(probe: TruthProbe, { ingress }: Packet): TruthProbe {
  const same = (probe.packets ?? []).filter(
    ({ id, length }) => id !== 0 && id === ingress['id'] && length === ingress['length'],
  );
  const [only] = same;
  if (only === undefined || same.length > 1 || !(only.fate in probe.outcomes)) return probe;
  const isDead = only.fate === 'dropped' || only.fate === 'rejected';
  return {
    ...probe,
    outcomes: { [only.fate]: 1 },
    cause: isDead || only.fate === 'delivered' ? probe.cause : null,
  };
}

const afterAllChains: ReadonlySet<string> = new Set(['nat-failure', 'neighbour-unreachable']);

type Packet = ReturnType<typeof packetDocuments> extends AsyncGenerator<infer Each> ? Each : never;

function wrongClaim({ outcomes, cause: real }: TruthProbe, { disposition, cause }: Packet): string | null {
  if (['unknown', 'incomplete', 'queued'].includes(disposition)) return null;
  if (cause?.confidence === 'possible') return null;
  // What happens after the last chain leaves no line.
  if (cause === null && real !== null && afterAllChains.has(real.kind)) return null;
  if (!(disposition in outcomes)) return `${disposition}, not ${Object.keys(outcomes).join()}`;
  if (cause === null) return null;
  const claimed = `${cause.confidence} ${cause.kind} ${cause.table}/${cause.chain} ${cause.rule}`;
  if (real === null) return `${claimed}, though nothing stopped it`;
  // The kernel's records name no kind: any that the bundle proves is right.
  if (real.kind === 'other') return null;
  // A host is taken to forward until its sysctls say that it does not; then a refusing route has no say.
  if (real.kind === 'ip-forward-disabled' && cause.kind === 'blackhole') return null;
  if (cause.kind === 'no-listener' && real.kind === 'socket-none') return null;
  const rule = real.rule === 'policy' ? null : real.rule;
  const isRight =
    cause.kind === real.kind &&
    (real.table === undefined || cause.table === real.table) &&
    (real.chain === undefined || cause.chain === real.chain) &&
    (rule === undefined || cause.rule === null || cause.rule === rule);
  return isRight ? null : `${claimed}, not ${real.kind} ${real.table}/${real.chain} ${real.rule}`;
}
