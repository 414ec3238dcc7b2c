import type { Ruleset } from '../../model/ruleset.ts';
import type { Tracer } from '../../model/trace.ts';
import type { ExplanationContext, Finding } from '../finding.ts';
import { openEnd } from '../finding.ts';
import type { JourneyEnd } from './journey-end.ts';

/** The backends of netfilter that are at work on a host while its rulesets do not show all of their chains. */
export function unlistedBackends(
  rulesets: readonly Ruleset[],
  tracers: ReadonlySet<Tracer>,
): ReadonlySet<'legacy' | 'nft'> {
  const ofIp = rulesets.filter(({ source }) => source !== 'ebtables-save');
  const unlisted = new Set<'legacy' | 'nft'>();
  // What iptables-nft keeps is only a part of nftables.
  const ofNft = ofIp.filter(({ backend }) => backend === 'nft');
  if ((ofNft.length > 0 || tracers.has('nft') || tracers.has('xtables')) && !ofNft.some(listsAllTables))
    unlisted.add('nft');
  if (tracers.has('trace') && !ofIp.some(({ backend }) => backend !== 'nft')) unlisted.add('legacy');
  return unlisted;
}

function listsAllTables({ source, covers }: Ruleset): boolean {
  return (source === 'nft' || source === 'nft-json') && covers === 'every-table';
}

/** What the chains of one backend let pass may have met those of the other, which neither trace nor bundle shows. */
export function unlessOthersStoppedIt(
  finding: Finding,
  ending: JourneyEnd,
  context: ExplanationContext,
): Finding {
  const { tracedSides } = ending;
  const { unlisted, left } = context;
  const isAlive = ['forwarded', 'delivered', 'sent'].includes(finding.disposition);
  if (!isAlive || left === 'seen') return finding;
  const other =
    tracedSides === 'legacy'
      ? 'nft'
      : tracedSides === 'nft' || mayLackFilter(ending, context)
        ? 'legacy'
        : null;
  if (other === null || !unlisted.has(other)) return finding;
  return openEnd('unknown', { kind: 'backend-not-listed', side: other });
}

/** Both tracers show the packet, but its lines of iptables end before filter, which no other packet shows there either. */
function mayLackFilter(
  { tracedSides, hook, host, family, last }: JourneyEnd,
  { live }: ExplanationContext,
): boolean {
  if (tracedSides !== 'both' || last.place.tracer === 'trace' || (hook !== 'input' && hook !== 'forward'))
    return false;
  return live.liveOn(host, 'legacy', family, { layer: 'ip', hook }).every(({ table }) => table !== 'filter');
}
