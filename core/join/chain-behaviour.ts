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
  for (let journey = 0; journey < journeys.count; journey++) {
    const steps = stepsOf(journeys.shapes, journeys.shape[journey] as number);
    const start = journeys.start[journey] as number;
    steps.forEach((step, index) => {
      const behaviour = behaviours[step.place];
      if (behaviour === undefined) return;
      const event = journeys.events[start + index] as number;
      behaviour.packets++;
      addExample(behaviour, events, event, step.hook);
      const next = steps[index + 1];
      if (next === undefined) behaviour.ended++;
      else
        observeNext(behaviour, events, journeys, {
          step,
          next,
          event,
          nextEvent: journeys.events[start + index + 1] as number,
        });
    });
  }
  return behaviours;
}

function observeNext(
  behaviour: MutableBehaviour,
  events: TraceEvents,
  journeys: Journeys,
  { step, next, event, nextEvent }: { step: Shape; next: Shape; event: number; nextEvent: number },
): void {
  const here = journeys.places[step.place]?.place;
  const there = journeys.places[next.place]?.place;
  if (here === undefined || there === undefined) return;
  if (there.table !== here.table || next.hook !== step.hook) behaviour.left++;
  else if (there.chain === here.chain) behaviour.continued++;
  else if (next.depth > step.depth) behaviour.called.add(there.chain);
  else behaviour.returned++;
  const { headers, names } = events;
  const before = events.header[event] as number;
  const after = events.header[nextEvent] as number;
  if (headers.dst[before] !== headers.dst[after] || headers.dport[before] !== headers.dport[after]) {
    behaviour.rewrittenTo.add(`${names[headers.dst[after] as number]} ${headers.dport[after]}`);
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
