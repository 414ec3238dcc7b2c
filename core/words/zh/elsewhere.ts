import type { ElsewhereNote } from '../../model/packet-story.ts';
import { grouped } from '../../model/grouped.ts';
import { counted } from './numbers.ts';
import { disposition, hostName } from './terms.ts';

/** What another host saw of a packet, as a clause without a subject: `已从 ens4 离开 gw-a`. */
export function note({ host, saw }: Pick<ElsewhereNote, 'host' | 'saw'>): string {
  const name = hostName(host);
  switch (saw.kind) {
    case 'left':
      return saw.interface === '' ? `已离开 ${name}` : `已从 ${saw.interface} 离开 ${name}`;
    case 'delivered':
      return `已送达 ${name}`;
    case 'last-seen':
      return `最后在 ${name} 上被看到`;
    case 'never-seen':
      return `从未在 ${name} 上被看到`;
    case 'dropped':
    case 'rejected': {
      const ended = `在 ${name} 上${disposition(saw.kind)}`;
      if (saw.chain !== null) return `${ended}（${saw.chain}）`;
      return saw.cause === null ? ended : `${ended}（${saw.cause}）`;
    }
  }
}

/** `其中 2 个已从 ens4 离开 gw-a` */
export function ofPackets(about: Pick<ElsewhereNote, 'host' | 'saw'>, packets: number): string {
  return `其中 ${grouped(packets)} 个${note(about)}`;
}

/** `2 个包发往 core2，但从未在那里被看到` */
export function lostBetween(host: string, packets: number): string {
  return `${counted(packets, '个包')}发往 ${hostName(host)}，但从未在那里被看到`;
}
