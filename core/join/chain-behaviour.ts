import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { tracedPacket } from '../kernel/match/traced-packet.ts';
import type { Hook, Journeys, Shape } from '../model/journey.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { TraceEvents } from '../model/trace.ts';

/** So many different headers of packets that met a place are kept to try rules on. */
const MOST_EXAMPLES = 24;

/** What the log shows of a place apart from its number: what packets did that met it. */
export interface Behaviour {
  readonly packets: number;
  /** Chains of the same table in which such packets were seen next. */
  readonly called: ReadonlySet<string>;
  /** Packets that went on in the same chain. */
  readonly continued: number;
  /** Packets that were seen next in a chain that had called this one. */
  readonly returned: number;
  /** Packets that were seen next in another table. */
  readonly left: number;
  /** Packets whose last line this is. */
  readonly ended: number;
  /** The destination (`address port`) that packets had at their next line, where it was rewritten. */
  readonly rewrittenTo: ReadonlySet<string>;
  /** Packets that met the place, with different headers, as they were there. */
  readonly examples: readonly MatchPacket[];
}

type MutableBehaviour = {
  -readonly [K in keyof Behaviour]: Behaviour[K] extends ReadonlySet<string> ? Set<string> : Behaviour[K];
} & { examples: MatchPacket[]; headers: Set<number> };

/** How packets behaved at each place of the log; entry i belongs to place i. */
export function observeBehaviour(events: TraceEvents, journeys: Journeys): readonly Behaviour[] {
  const behaviours = journeys.places.map((): MutableBehaviour => ({
    packets: 0,
    called: new Set(),
    continued: 0,
    returned: 0,
    left: 0,
    ended: 0,
    rewrittenTo: new Set(),
    examples: [],
    headers: new Set(),
  }));
  countSteps(journeys, behaviours);
  for (let journey = 0; journey < journeys.count; journey++)
    addHeaders(events, journeys, journey, behaviours);
  return behaviours;
}

/** Counts what packets did by their ways, of which there are far fewer than packets. */
function countSteps(journeys: Journeys, behaviours: readonly MutableBehaviour[]): void {
  const { shapes, shape: ways } = journeys;
  const through = new Float64Array(shapes.length);
  for (const way of ways) through[way] = (through[way] as number) + 1;
  shapes.forEach(({ place }, way) => {
    const behaviour = behaviours[place];
    if (behaviour !== undefined) behaviour.ended += through[way] as number;
  });
  // Children come behind their parents, so backwards every count is complete when it is passed on.
  for (let way = shapes.length - 1; way > 0; way--) {
    const next = shapes[way] as Shape;
    const packets = through[way] as number;
    const behaviour = behaviours[next.place];
    if (behaviour !== undefined) behaviour.packets += packets;
    through[next.parent] = (through[next.parent] as number) + packets;
    const step = shapes[next.parent] as Shape;
    const before = behaviours[step.place];
    if (before !== undefined && packets > 0) countNext(before, journeys, step, next, packets);
  }
}

function countNext(
  behaviour: MutableBehaviour,
  journeys: Journeys,
  step: Shape,
  next: Shape,
  packets: number,
): void {
  const here = journeys.places[step.place]?.place;
  const there = journeys.places[next.place]?.place;
  if (here === undefined || there === undefined) return;
  if (there.table !== here.table || next.hook !== step.hook) behaviour.left += packets;
  else if (there.chain === here.chain) behaviour.continued += packets;
  else if (next.depth > step.depth) behaviour.called.add(there.chain);
  else behaviour.returned += packets;
}

/** Adds what the packet's own headers show. */
function addHeaders(
  events: TraceEvents,
  journeys: Journeys,
  journey: number,
  behaviours: readonly MutableBehaviour[],
): void {
  const { headers, names } = events;
  const start = journeys.start[journey] as number;
  const end = journeys.start[journey + 1] as number;
  let steps: readonly Shape[] | null = null;
  for (let i = start; i < end; i++) {
    const event = journeys.events[i] as number;
    const behaviour = behaviours[events.place[event] as number] as MutableBehaviour;
    if (behaviour.examples.length < MOST_EXAMPLES) {
      steps ??= stepsOf(journeys.shapes, journeys.shape[journey] as number);
      addExample(behaviour, events, event, steps[i - start]?.hook ?? null);
    }
    if (i + 1 === end) return;
    const before = events.header[event] as number;
    const after = events.header[journeys.events[i + 1] as number] as number;
    if (before === after) continue;
    if (headers.dst[before] !== headers.dst[after] || headers.dport[before] !== headers.dport[after]) {
      behaviour.rewrittenTo.add(`${names[headers.dst[after] as number]} ${headers.dport[after]}`);
    }
  }
}

function addExample(
  behaviour: MutableBehaviour,
  events: TraceEvents,
  event: number,
  hook: Hook | null,
): void {
  const header = events.header[event] as number;
  if (behaviour.examples.length >= MOST_EXAMPLES || behaviour.headers.has(header)) return;
  behaviour.headers.add(header);
  behaviour.examples.push(tracedPacket(events, event, hook));
}
