import type { Frame } from './capture-file.ts';
import type { Drop, DropRecords, Reception } from './drop-records.ts';
import { loopback } from './network.ts';
import type { Flow, Packet } from './packet.ts';
import { flowText } from './packet.ts';
import type { Untranslate } from './translations.ts';

/** One packet at the router: as it first saw it, and what became of it. */
export interface Fate {
  readonly flow: Flow;
  /** Null for what the router sent. */
  readonly ingress: string | null;
  readonly packet: Packet;
  readonly time: Date;
  egress: string | null;
  disposition: 'forwarded' | 'delivered' | 'sent' | 'dropped';
  drop: Drop | null;
}

export interface Surroundings {
  readonly devices: ReadonlyMap<number, string>;
  /** Ports of bridges: a frame for an unknown address leaves by all of them. */
  readonly ports: ReadonlySet<string>;
  readonly defragments: boolean;
  readonly untranslated: Untranslate;
}

/** What the captures of all interfaces and the kernel's drop records say of each packet. */
export function fatesOf(frames: readonly Frame[], drops: DropRecords, around: Surroundings): Fate[] {
  const fates: Fate[] = [];
  const dropOf = receptions(drops);
  for (const frame of frames) {
    const dev = frame.ifindex === loopback.index ? loopback.name : around.devices.get(frame.ifindex);
    if (dev === undefined) continue;
    const { packet } = frame;
    const time = new Date(frame.microseconds / 1000);
    if (packet === null) continue;
    const drop = frame.direction === 'in' ? dropOf(dev, frame) : null;
    const same = (fate: Fate): boolean => identity(fate.packet, around) === identity(packet, around);
    if (frame.direction === 'in' && dev === loopback.name) {
      // libpcap shows only the second half of the way over lo.
      const flow = around.untranslated(packet.flow, dev);
      fates.push(
        end({ flow, ingress: null, packet, time, egress: dev, disposition: 'delivered', drop }, drop),
      );
      continue;
    }
    if (frame.direction === 'in') {
      const first = fates.find(
        (fate) => around.defragments && packet.fragment !== null && same(fate) && fate.ingress === dev,
      );
      if (first) end(first, drop ?? first.drop);
      else
        fates.push(
          end(
            { flow: packet.flow, ingress: dev, packet, time, egress: null, disposition: 'delivered', drop },
            drop,
          ),
        );
      continue;
    }
    const waiting = fates.filter(
      (fate) => fate.ingress !== null && fate.egress === null && fate.disposition !== 'dropped' && same(fate),
    );
    const whole =
      packet.fragment === null
        ? undefined
        : fates.find(
            (fate) => fate.egress === null && fate.ingress !== null && samePacket(fate.packet, packet),
          );
    const left = waiting.find((fate) => flowText(fate.flow) === flowText(packet.flow)) ?? waiting[0] ?? whole;
    if (left) Object.assign(left, { egress: dev, disposition: 'forwarded', drop: null });
    else if (!isCopy(packet, dev, fates, around)) {
      fates.push({
        flow: around.untranslated(packet.flow, dev),
        ingress: null,
        packet,
        time,
        egress: dev,
        disposition: 'sent',
        drop: null,
      });
    }
  }
  return fates;
}

/** Packets that a socket refuses were delivered all the same; the stack answers them. */
function end(fate: Fate, drop: Drop | null): Fate {
  const atSocket =
    drop === null ||
    /^(NO_SOCKET|SOCKET_|TCP_|UDP_|QUEUE_PURGE)/.test(drop.reason) ||
    /^(tcp|udp|icmp|raw)_/.test(drop.location);
  return Object.assign(fate, { drop, disposition: atSocket ? 'delivered' : 'dropped' });
}

/**
 * The kernel's record of a frame: the nth of its length that the interface received, as two CPUs may record in another
 * order than they capture. Every namespace has a `lo`: there it is the one of that length that is nearest in time.
 */
function receptions({ received }: DropRecords): (dev: string, frame: Frame) => Drop | null {
  const left = new Map<string, Reception[]>();
  for (const reception of received) {
    const key = `${reception.dev} ${reception.bytes}`;
    left.set(key, [...(left.get(key) ?? []), reception]);
  }
  return (dev, { bytes, microseconds }) => {
    const records = left.get(`${dev} ${bytes}`) ?? [];
    const distances = records.map((record) => Math.abs(record.microseconds - microseconds));
    const nearest = dev === loopback.name ? distances.indexOf(Math.min(...distances)) : 0;
    const [record] = records.splice(nearest, 1);
    if (record === undefined)
      throw new Error(`${dev}: the kernel has no record of a frame of ${bytes} bytes`);
    return record.drop;
  };
}

function identity({ identity: whole, fragment, flow, id }: Packet, { defragments }: Surroundings): string {
  return defragments && fragment !== null ? `${flow.proto} ${id} in fragments` : whole;
}

/** A further fragment of a packet that was fragmented here, or a frame that left by several ports. */
function isCopy(packet: Packet, dev: string, fates: readonly Fate[], around: Surroundings): boolean {
  return fates.some(
    (fate) =>
      fate.egress !== null &&
      ((around.ports.has(dev) && fate.packet.identity === packet.identity && fate.ingress !== null) ||
        (packet.fragment !== null &&
          samePacket(fate.packet, packet) &&
          (around.defragments || fate.packet.fragment === null))),
  );
}

/** A fragment and what it was cut from. */
function samePacket(whole: Packet, part: Packet): boolean {
  return whole.id === part.id && whole.flow.proto === part.flow.proto;
}
