import { type Analysis, packetDocuments } from '../../core/index.ts';
import { isOfProbe } from './compare.ts';
import type { Truth, TruthProbe } from './truth.ts';

/**
 * What an analysis says as observed or inferred and the truth contradicts, a line each: empty for one that claims no
 * more than it knows, however little of the bundle there was.
 */
export async function wrongClaims(analysis: Analysis, { probes }: Truth): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const packet of packetDocuments(analysis)) {
    const probe = probes.find((each) => isOfProbe(each, packet));
    const wrong = probe === undefined ? null : wrongClaim(probe, packet);
    if (wrong !== null) found.add(`${probe?.name}: ${wrong}`);
  }
  return [...found];
}

const behindAllChains: ReadonlySet<string> = new Set(['nat-failure', 'neighbour-unreachable']);

type Packet = Parameters<typeof isOfProbe>[1];

function wrongClaim({ outcomes, cause: real }: TruthProbe, { disposition, cause }: Packet): string | null {
  if (['unknown', 'incomplete', 'queued'].includes(disposition)) return null;
  if (cause?.confidence === 'possible') return null;
  // What happens behind the last chain leaves no line.
  if (cause === null && real !== null && behindAllChains.has(real.kind)) return null;
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
