import { type AnalysedBundle, deltaNumber, eventTimes } from '../../core/index.ts';
import { clockOf } from '../selection/clock.ts';

/** When each packet's first line was written. */
export interface PacketTimes {
  /** By index of the packet: seconds of the log's clock, or since the host's boot; NaN where its log does not tell. */
  readonly seconds: Float64Array;
  readonly isClock: boolean;
  /** The first and the last of them. */
  readonly from: number;
  readonly to: number;
  /** What stands for the kernel's clock of a host, added to its seconds since boot; 0 where nothing tells. */
  offsetOf(host: string): number;
}

/** Lines of a log whose stamps are read: a stamp costs a look into the file. */
const samplesOfLog = 200;

/**
 * Times of all packets; null where no log has any. With the kernel's clock in its lines, a log's stamps only say when the
 * host booted, so that packets of one second keep their order; without it, packets between two stamps that were read are
 * spread evenly.
 */
export async function packetTimes(analysis: AnalysedBundle): Promise<PacketTimes | null> {
  const { events, journeys } = analysis;
  const { count, first } = journeys;
  const seconds = new Float64Array(count).fill(NaN);
  const ofLog = new Map<number, number[]>();
  for (let packet = 0; packet < count; packet++) {
    const event = first[packet] as number;
    const log = events.log[event] as number;
    const list = ofLog.get(log);
    if (list === undefined) ofLog.set(log, [packet]);
    else list.push(packet);
    const micros = deltaNumber(events.uptime, event);
    seconds[packet] = micros / 1e6;
  }
  const hostOf = (packet: number) =>
    journeys.places[events.place[first[packet] as number] as number]?.place.host ?? '';
  const offsets = new Map<string, number>();
  let isClock = false;
  for (const packets of ofLog.values()) {
    const samples = await sample(analysis, packets);
    if (samples.length === 0) continue;
    isClock = true;
    const host = hostOf(packets[0] as number);
    const offset = bootTime(samples, seconds);
    if (offset !== null) offsets.set(host, Math.max(offset, offsets.get(host) ?? -Infinity));
    else spread(samples, packets, seconds);
  }
  if (isClock)
    for (let packet = 0; packet < count; packet++) {
      const event = first[packet] as number;
      if (!Number.isNaN(deltaNumber(events.uptime, event)))
        seconds[packet] = (seconds[packet] as number) + (offsets.get(hostOf(packet)) ?? NaN);
    }
  let [from, to] = [Infinity, -Infinity];
  for (const time of seconds) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  if (from > to) return null;
  return { seconds, isClock, from, to, offsetOf: (host) => (isClock ? (offsets.get(host) ?? NaN) : 0) };
}

interface Sample {
  /** Where among the log's packets. */
  readonly at: number;
  readonly packet: number;
  readonly clock: number;
}

/** The stamps of packets all over the log, the last one among them. */
async function sample(analysis: AnalysedBundle, packets: readonly number[]): Promise<readonly Sample[]> {
  const step = Math.max(1, packets.length / samplesOfLog);
  const places = new Set<number>();
  for (let at = 0; at < packets.length; at += step) places.add(Math.floor(at));
  places.add(packets.length - 1);
  const wanted = [...places].map((at) => ({ at, packet: packets[at] as number }));
  const stamps = await eventTimes(
    analysis,
    wanted.map(({ packet }) => analysis.journeys.first[packet] as number),
  );
  return wanted.flatMap((place, i) => {
    const clock = clockOf(stamps[i]?.stamp ?? '');
    return clock === null ? [] : [{ ...place, clock: clock.seconds }];
  });
}

/** Stamps of whole seconds are up to one too early: the latest boot that they tell is the nearest. */
function bootTime(samples: readonly Sample[], uptime: Float64Array): number | null {
  const boots = samples.map(({ packet, clock }) => clock - (uptime[packet] as number));
  return boots.some(Number.isNaN) ? null : Math.max(...boots);
}

function spread(samples: readonly Sample[], packets: readonly number[], seconds: Float64Array): void {
  samples.forEach(({ at, clock }, i) => {
    const next = samples[i + 1] ?? { at: packets.length, clock };
    for (let place = at; place < next.at; place++)
      seconds[packets[place] as number] = clock + ((next.clock - clock) * (place - at)) / (next.at - at);
  });
}
