import type { Journeys, Shape } from '../model/journey.ts';
import type { CapturedLine } from '../model/analysis.ts';
import type { LineRef } from '../model/evidence.ts';
import type { SeenPacket, Witness } from '../model/network.ts';
import type { TraceEvents } from '../model/trace.ts';
import { type Camera, camerasOf } from './camera.ts';
import { type CameraAnswer, matchCamera } from './match-camera.ts';
import { soughtEntering, soughtLeaving, type SoughtPacket } from './sought-packet.ts';

/** What the bundle's captures show of one packet. */
export interface Sighting {
  /** `absent`: the capture of its way out covers the time and shows others, but not this one. */
  readonly left: 'seen' | 'absent' | 'unknown';
  readonly leftAt: SeenPacket | null;
  readonly enteredAt: SeenPacket | null;
}

/** Nothing was captured, or nothing can be told. */
export const noSighting: Sighting = { left: 'unknown', leftAt: null, enteredAt: null };

/** The lines of the captures that show the packet come in and leave. */
export function captureLines(
  { enteredAt, leftAt }: Sighting,
  textAt: (at: LineRef) => string,
): readonly CapturedLine[] {
  const line = (way: CapturedLine['way'], packet: SeenPacket | null): readonly CapturedLine[] =>
    packet === null
      ? []
      : [{ way, interface: packet.interface ?? '', ...packet.at, text: textAt(packet.at) }];
  return [...line('in', enteredAt), ...line('out', leftAt)];
}

/**
 * Looks for each packet in the captures of its way in and its way out: by addresses as they are there (behind NAT), IP
 * ID, length, SEQ, ICMP id and number, and time. A capture counts a packet once; where more packets of the log look
 * alike than it shows, and neither ID nor time tells which, it says nothing of any of them.
 */
export function findSightings(
  events: TraceEvents,
  journeys: Journeys,
  witnessOf: (host: string) => Witness,
): (journey: number) => Sighting {
  const hosts = new Set(journeys.places.map(({ place }) => place.host));
  if (![...hosts].some((host) => witnessOf(host).seenPackets.length > 0)) return () => noSighting;
  const sightings = new Map<number, Sighting>();
  const byHost = new Map<string, number[]>();
  journeys.shape.forEach((end, journey) => {
    const host = journeys.places[(journeys.shapes[end] as Shape).place]?.place.host ?? '';
    const list = byHost.get(host);
    if (list === undefined) byHost.set(host, [journey]);
    else list.push(journey);
  });
  for (const [host, own] of byHost) {
    const { seenPackets, conntrack } = witnessOf(host);
    const cameras = camerasOf(seenPackets);
    if (cameras.length === 0) continue;
    const entering = own.flatMap((journey) => soughtEntering(events, journeys, journey) ?? []);
    const leaving = own.flatMap((journey) => soughtLeaving(events, journeys, journey, conntrack) ?? []);
    lookThrough(cameras, entering, leaving, sightings);
  }
  return (journey) => sightings.get(journey) ?? noSighting;
}

function lookThrough(
  cameras: readonly Camera[],
  entering: readonly SoughtPacket[],
  leaving: readonly SoughtPacket[],
  sightings: Map<number, Sighting>,
): void {
  const enteredBy = new Map<number, string>(
    entering.map(({ journey, interfaces }) => [journey, interfaces?.[0] ?? '']),
  );
  const free = cameras.map(({ packets }) => new Uint8Array(packets.length).fill(1));
  const update = (journey: number, change: Partial<Sighting>): void =>
    void sightings.set(journey, { ...(sightings.get(journey) ?? noSighting), ...change });

  const entered = cameras.map((camera, index) => {
    const here = entering.filter(({ interfaces }) => interfaces?.includes(camera.interface) === true);
    const answer = matchCamera(camera, here, free[index] as Uint8Array, 'in', null);
    for (const [{ journey }, { seen }] of answer.matches)
      update(journey, { enteredAt: camera.packets[seen] ?? null });
    return answer;
  });
  const clock = (camera: Camera): number | null => commonOffset(camera, cameras, entered);
  const exact = new Set<number>();
  cameras.forEach((camera, index) => {
    const mayShow = ({ interfaces, journey }: SoughtPacket): boolean =>
      interfaces === null
        ? enteredBy.get(journey) !== camera.interface
        : interfaces.includes(camera.interface);
    const here = leaving.filter(mayShow);
    const allLeft = flowsThatAllLeft(camera, here);
    const isPlain = ({ interfaces, isDead, ...packet }: SoughtPacket): boolean =>
      !isDead && (interfaces !== null || allLeft.has(flowOf(packet)));
    const left = free[index] as Uint8Array;
    const answer = matchCamera(camera, here.filter(isPlain), left, 'out', clock(camera));
    for (const packet of here.filter(isPlain)) {
      const { journey } = packet;
      const known = sightings.get(journey)?.left;
      const match = answer.matches.get(packet);
      if (match !== undefined) update(journey, { left: 'seen', leftAt: camera.packets[match.seen] ?? null });
      else if (known !== 'seen' && packet.interfaces !== null && answer.absent.has(packet)) {
        const cameIn = sightings.get(journey)?.enteredAt ?? null;
        if (!covers(camera, packet, answer.offset ?? clock(camera), cameIn)) continue;
        if (camera.showsIds) exact.add(journey);
        update(journey, { left: 'absent' });
      } else if (known === 'absent' && !exact.has(journey)) update(journey, { left: 'unknown' });
    }
    // The log shows that they died, or does not name their way out: only what can't be another packet counts.
    const others = matchCamera(
      camera,
      here.filter((packet) => !isPlain(packet)),
      left,
      'out',
      answer.offset ?? clock(camera),
    );
    for (const [{ journey }, { seen, sure }] of others.matches)
      if (sure) update(journey, { left: 'seen', leftAt: camera.packets[seen] ?? null });
  });
}

/** The flows of which the camera shows at least as many packets leave as the log has: it lacks none of them. */
function flowsThatAllLeft({ packets, byFlow }: Camera, sought: readonly SoughtPacket[]): ReadonlySet<string> {
  const counts = new Map<string, { wanted: number; seen: number }>();
  for (const packet of sought) {
    const count = counts.get(flowOf(packet));
    if (count !== undefined) count.wanted++;
    else {
      const seen = packet.keys
        .flatMap((key) => byFlow.get(key) ?? [])
        .flatMap((index) => packets[index] ?? [])
        .filter((each) => each.direction === 'out' && packet.fits(each)).length;
      counts.set(flowOf(packet), { wanted: 1, seen });
    }
  }
  return new Set([...counts].flatMap(([flow, { wanted, seen }]) => (wanted <= seen ? [flow] : [])));
}

function flowOf({ keys, likeness }: Pick<SoughtPacket, 'keys' | 'likeness'>): string {
  return `${keys.join()} ${likeness}`;
}

/** What the captures of the camera's file say of their clock; null where they differ, as each counts from its own start. */
function commonOffset(
  { file }: Camera,
  cameras: readonly Camera[],
  answers: readonly CameraAnswer[],
): number | null {
  const offsets = cameras.flatMap((camera, index) =>
    camera.file === file ? (answers[index]?.offset ?? []) : [],
  );
  const [least, most] = [Math.min(...offsets), Math.max(...offsets)];
  return most - least < 50_000 ? (least + most) / 2 : null;
}

/** Whether the capture was running when the packet would have left. */
function covers(
  camera: Camera,
  { uptimeMicroseconds }: SoughtPacket,
  known: number | null,
  enteredAt: SeenPacket | null,
): boolean {
  const leaves = camera.packets.some(({ direction }) => direction !== 'in');
  if (!leaves || enteredAt?.at.file === camera.file) return leaves;
  if (known === null || Number.isNaN(uptimeMicroseconds)) return true;
  const at = uptimeMicroseconds + known;
  return (camera.clock[0] as number) <= at && at <= (camera.clock.at(-1) as number);
}
