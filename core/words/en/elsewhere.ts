import type { ElsewhereNote } from '../../model/packet-story.ts';
import { counted } from './numbers.ts';
import { hostName } from './terms.ts';

/** What another host saw of a packet, as a clause without a subject: `left gw-a via ens4`. */
export function note({ host, saw }: Pick<ElsewhereNote, 'host' | 'saw'>): string {
  const name = hostName(host);
  switch (saw.kind) {
    case 'left':
      return saw.interface === '' ? `left ${name}` : `left ${name} via ${saw.interface}`;
    case 'delivered':
      return `delivered on ${name}`;
    case 'last-seen':
      return `last seen on ${name}`;
    case 'never-seen':
      return `never seen on ${name}`;
    case 'dropped':
    case 'rejected': {
      const ended = `${saw.kind} on ${name}`;
      if (saw.chain !== null) return `${ended} in ${saw.chain}`;
      return saw.cause === null ? ended : `${ended} (${saw.cause})`;
    }
  }
}

/** `2 of them had left gw-a via ens4` */
export function ofPackets(about: Pick<ElsewhereNote, 'host' | 'saw'>, packets: number): string {
  const joins = about.saw.kind === 'left' ? 'had ' : packets === 1 ? 'was ' : 'were ';
  return `${packets} of them ${joins}${note(about)}`;
}

/** `2 packets left for core2 and were never seen there` */
export function lostBetween(host: string, packets: number): string {
  return `${counted(packets, 'packet')} left for ${hostName(host)} and ${packets === 1 ? 'was' : 'were'} never seen there`;
}
