import { shortAddress } from '../../kernel/address.ts';
import { endsKey } from '../../kernel/flow-key.ts';
import type { SeenPacket } from '../../model/witness.ts';

/** One capture of one interface, as one file shows it: what passed there, in the order of the file. */
export interface CapturePoint {
  readonly file: string;
  readonly interface: string;
  readonly packets: readonly SeenPacket[];
  /** For each packet its time in microseconds by the capture's own clock; NaN where it has none. */
  readonly clock: Float64Array;
  /** Indexes of the packets that may be of a flow: by `endsKey`, and by `towardsKey` whatever the source. */
  readonly byFlow: ReadonlyMap<string, readonly number[]>;
  /** The summary prints the IP ID. */
  readonly showsIds: boolean;
}

/** The captures among a host's seen packets; those that name no interface tell no way and are left out. */
export function capturePointsOf(seen: readonly SeenPacket[]): readonly CapturePoint[] {
  const groups = new Map<string, SeenPacket[]>();
  for (const packet of seen) {
    if (packet.interface === null) continue;
    const key = `${packet.at.file}\0${packet.interface}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [packet]);
    else group.push(packet);
  }
  return Array.from(groups.values(), (packets) => {
    const byFlow = new Map<string, number[]>();
    const add = (key: string, index: number): void => {
      const list = byFlow.get(key);
      if (list === undefined) byFlow.set(key, [index]);
      else list.push(index);
    };
    packets.forEach((packet, index) => {
      add(endsKey(packet), index);
      add(towardsKey(packet.dst, packet.dport), index);
    });
    return {
      file: packets[0]?.at.file ?? '',
      interface: packets[0]?.interface ?? '',
      packets,
      clock: Float64Array.from(packets, ({ time }) => microseconds(time)),
      byFlow,
      showsIds: packets.some(({ ipId }) => ipId !== null),
    };
  });
}

/** What goes there, from wherever; the port is null where a summary shows none. */
export function towardsKey(dst: string, dport: number | null): string {
  return `* ${shortAddress(dst)} ${dport ?? ''}`;
}

/** `2026-11-21 07:53:14.218358`, `07:53:14.218358`, seconds; only differences within one capture mean anything. */
export function microseconds(time: string | null): number {
  const [, date, hours, minutes, seconds = time ?? ''] =
    /^(?:(\d{4}-\d\d-\d\d)[ T])?(\d\d):(\d\d):(\d\d(?:\.\d+)?)/.exec(time ?? '') ?? [];
  if (!/^\d+(?:\.\d+)?$/.test(seconds)) return NaN;
  const day = date === undefined ? 0 : Date.parse(`${date}T00:00:00Z`) * 1000;
  return day + (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)) * 1e6;
}
