import type { TriageLine } from '../../model/triage-line.ts';
import { grouped } from '../../model/grouped.ts';
import { counted } from './numbers.ts';
import { hostName } from './terms.ts';

export const noBundles =
  'no bundle found: no archive, and no folder with a kernel log, a ruleset or a capture';

/** `bundles/a.tgz: gw-a, 40 packets, 3 dead: 2 policy (observed), 1 no-route (inferred); missing: ip rule` */
export function line({ bundle, hosts, packets, deadEnds, missing, error }: TriageLine): string {
  if (error !== null) return `${bundle}: ${error}`;
  const dead = (packets.byDisposition['dropped'] ?? 0) + (packets.byDisposition['rejected'] ?? 0);
  const causes = deadEnds.map(
    ({ cause, packets: count }) => `${grouped(count)} ${cause.kind} (${cause.confidence})`,
  );
  return [
    `${bundle}: ${hosts.map(hostName).join(', ')}, ${counted(packets.total, 'packet')}`,
    dead === 0 ? '' : `, ${grouped(dead)} dead: ${causes.join(', ')}`,
    missing.length === 0 ? '' : `; missing: ${missing.map(({ command }) => command).join(', ')}`,
  ].join('');
}

/** Why a bundle's analysis broke off. */
export function brokeOff(reason: string): string {
  return `the analysis broke off: ${reason}`;
}

/** `12 of 340 bundles` */
export function progress(done: number, all: number): string {
  return `${grouped(done)} of ${counted(all, 'bundle')}`;
}

export function resumeUnreadable(file: string, reason: string): string {
  return `--resume ${file}: ${reason}`;
}
