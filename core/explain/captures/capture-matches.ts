import type { Journeys, ChainPath } from '../../model/journey.ts';
import { type CaptureMatch, type CaptureMatches, noCaptureMatch } from '../../model/capture-match.ts';
import type { SeenPacket, Witness } from '../../model/witness.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { filesBesideThoseOfTheLog, wasRunningAt } from './captures-of-one-run.ts';
import { type CapturePoint, capturePointsOf, microseconds } from './interface-capture.ts';
import { type CameraAnswer, matchCamera } from './match-capture.ts';
import { expectedEntering, expectedLeaving, type ExpectedPacket } from './expected-packet.ts';
import { countKey, flowsThatAllLeft, lacking } from './packets-alike.ts';

/**
 * Looks for each packet in the captures of its way in and its way out: by addresses as they are there (after NAT), IP
 * ID, length, SEQ, ICMP id and number, and time. A capture counts a packet once; where more packets of the log look
 * alike than it shows, and neither ID nor time tells which, it says nothing of any of them.
 */
export function findCaptureMatches(
  events: TraceEvents,
  journeys: Journeys,
  witnessOf: (host: string) => Witness,
): CaptureMatches {
  const hosts = new Set(journeys.places.map(({ place }) => place.host));
  if (![...hosts].some((host) => witnessOf(host).seenPackets.length > 0)) return new Map();
  const sightings = new Map<number, CaptureMatch>();
  const byHost = new Map<string, number[]>();
  journeys.shape.forEach((end, journey) => {
    const host = journeys.places[(journeys.shapes[end] as ChainPath).place]?.place.host ?? '';
    const list = byHost.get(host);
    if (list === undefined) byHost.set(host, [journey]);
    else list.push(journey);
  });
  for (const [host, own] of byHost) {
    const { seenPackets, conntrack } = witnessOf(host);
    const points = capturePointsOf(seenPackets);
    if (points.length === 0) continue;
    const entering = own.flatMap((journey) => expectedEntering(events, journeys, journey) ?? []);
    const leaving = own.flatMap((journey) => expectedLeaving(events, journeys, journey, conntrack) ?? []);
    lookThrough(points, entering, leaving, sightings);
  }
  return sightings;
}

function lookThrough(
  points: readonly CapturePoint[],
  entering: readonly ExpectedPacket[],
  leaving: readonly ExpectedPacket[],
  sightings: Map<number, CaptureMatch>,
): void {
  const enteredBy = new Map(entering.map(({ journey, interfaces }) => [journey, interfaces ?? []]));
  const free = points.map(({ packets }) => new Uint8Array(packets.length).fill(1));
  const update = (journey: number, change: Partial<CaptureMatch>): void =>
    void sightings.set(journey, { ...(sightings.get(journey) ?? noCaptureMatch), ...change });

  const entered = points.map((point, index) => {
    const here = entering.filter(({ interfaces }) => interfaces?.includes(point.interface) === true);
    const answer = matchCamera(point, here, free[index] as Uint8Array, 'in', null);
    for (const [{ journey }, { seen }] of answer.matches)
      update(journey, { enteredAt: point.packets[seen] ?? null });
    return answer;
  });
  /** What a capture lacks says nothing where it was taken elsewhere, or at another time. */
  const ofTheLog = new Set(
    points
      .filter((point) => [...entering, ...leaving].some((packet) => isShown(point, packet)))
      .map(({ file }) => file),
  );
  const besideThose = filesBesideThoseOfTheLog(points, ofTheLog);
  const clock = (point: CapturePoint): number | null => commonOffset(point, points, entered);
  /** Packets that a capture with IP IDs lacks, and those that only one without them shows. */
  const exact = new Set<number>();
  const inexact = new Set<number>();
  /** Those that only their addresses, ports and times tie to what a capture shows. */
  const unnumbered = new Set<number>();
  /** Those that captures without IP IDs both show and deny: one was taken at another time. */
  const disputed = new Set<number>();
  points.forEach((point, index) => {
    const mayShow = ({ interfaces, journey }: ExpectedPacket): boolean =>
      interfaces === null
        ? enteredBy.get(journey)?.includes(point.interface) !== true
        : interfaces.includes(point.interface);
    const here = leaving.filter(mayShow);
    const allLeft = flowsThatAllLeft(point, here);
    const isPlain = ({ interfaces, isDead, ...packet }: ExpectedPacket): boolean =>
      !isDead && (interfaces !== null || allLeft.has(countKey(packet)));
    const left = free[index] as Uint8Array;
    const answer = matchCamera(point, here.filter(isPlain), left, 'out', clock(point));
    const hasEntered = ({ journey }: ExpectedPacket): boolean =>
      (sightings.get(journey)?.enteredAt ?? null) !== null;
    const hasRun = (packet: ExpectedPacket): boolean => {
      const cameIn = sightings.get(packet.journey)?.enteredAt ?? null;
      return ofTheLog.has(point.file)
        ? covers(point, packet, answer.offset ?? clock(point), cameIn)
        : besideThose.has(point.file) && cameIn !== null && wasRunningAt(point, microseconds(cameIn.time));
    };
    for (const packet of here.filter(isPlain)) {
      const { journey } = packet;
      if (disputed.has(journey) && !point.showsIds) continue;
      const known = sightings.get(journey)?.left;
      const match = answer.matches.get(packet);
      if (match !== undefined) {
        // One of packets alike left; that it was this one has to be sure.
        if (!match.sure && !allLeft.has(countKey(packet))) continue;
        if (!point.showsIds && (exact.has(journey) || (known === 'absent' && !match.isNumbered))) {
          update(journey, contradicted);
          disputed.add(journey);
          continue;
        }
        if (!point.showsIds && known !== 'seen') inexact.add(journey);
        if (match.isNumbered) unnumbered.delete(journey);
        else if (known !== 'seen') unnumbered.add(journey);
        update(journey, { left: 'seen', leftAt: point.packets[match.seen] ?? null });
      } else if (packet.interfaces !== null && answer.absent.has(packet)) {
        const isDoubtful = unnumbered.has(journey) || (point.showsIds && inexact.has(journey));
        if (known === 'seen' && !isDoubtful) continue;
        if (!hasRun(packet)) {
          // It was silent at that time, or had been ended while the capture went on that shows the packet come in.
          if (known === 'unknown' && hasEntered(packet) && besideThose.has(point.file))
            update(journey, { left: 'doubtful' });
          continue;
        }
        if (point.showsIds) exact.add(journey);
        if (known === 'seen') disputed.add(journey);
        update(journey, known === 'seen' ? contradicted : { left: 'absent' });
      } else if (known === 'absent' && !exact.has(journey)) update(journey, { left: 'unknown' });
    }
    if (!point.showsIds)
      for (const { journey } of lacking(point, here.filter(isPlain).filter(hasRun)))
        if ((sightings.get(journey)?.left ?? 'unknown') === 'unknown' && !disputed.has(journey))
          update(journey, { left: 'doubtful' });
    // The log shows that they died, or does not name their way out: only what can't be another packet counts.
    const others = matchCamera(
      point,
      here.filter((packet) => !isPlain(packet)),
      left,
      'out',
      answer.offset ?? clock(point),
    );
    for (const [{ journey }, { seen, sure }] of others.matches)
      if (sure) update(journey, { left: 'seen', leftAt: point.packets[seen] ?? null });
  });
}

/** One of two captures of the interface is of another time. */
const contradicted = { left: 'unknown', leftAt: null } as const;

function isShown({ packets, byFlow }: CapturePoint, { keys, fits }: ExpectedPacket): boolean {
  return keys.some((key) =>
    (byFlow.get(key) ?? []).some((index) => {
      const packet = packets[index];
      return packet !== undefined && fits(packet);
    }),
  );
}

/** What the captures of the point's file say of their clock; null where they differ, as each counts from its own start. */
function commonOffset(
  { file }: CapturePoint,
  points: readonly CapturePoint[],
  answers: readonly CameraAnswer[],
): number | null {
  const offsets = points.flatMap((point, index) =>
    point.file === file ? (answers[index]?.offset ?? []) : [],
  );
  const [least, most] = [Math.min(...offsets), Math.max(...offsets)];
  return most - least < 50_000 ? (least + most) / 2 : null;
}

/** Whether the capture was running when the packet would have left. */
function covers(
  point: CapturePoint,
  { uptimeMicroseconds }: ExpectedPacket,
  known: number | null,
  enteredAt: SeenPacket | null,
): boolean {
  const leaves = point.packets.some(({ direction }) => direction !== 'in');
  if (!leaves || enteredAt?.at.file === point.file) return leaves;
  if (known === null || Number.isNaN(uptimeMicroseconds)) return true;
  return wasRunningAt(point, uptimeMicroseconds + known);
}
