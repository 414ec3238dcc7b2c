import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventsOf, lastEvent } from '../../model/journey-events.ts';
import { JourneyLinks } from './journey-links.ts';

/** Takes events in order, each of the drawn packet; returns the events of each packet. */
function linked(ofPacket: readonly number[], distance: number) {
  const links = new JourneyLinks(ofPacket.length * distance, 1);
  const events = new Map<number, number[]>();
  const journeys = new Map<number, number>();
  ofPacket.forEach((packet, index) => {
    const event = index * distance;
    const own = events.get(packet);
    if (own === undefined) {
      events.set(packet, [event]);
      journeys.set(packet, links.begin(event));
    } else {
      own.push(event);
      links.add(journeys.get(packet) as number, event);
    }
  });
  return { columns: links.columns(), events: [...events.values()] };
}

test('the_events_of_each_packet_are_found_in_order_however_far_they_stand_apart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 40 }),
      fc.constantFrom(1, 3, 20_000),
      (ofPacket, distance) => {
        const { columns, events } = linked(ofPacket, distance);
        expect(columns.count).toBe(events.length);
        const journeys = {
          ...columns,
          ambiguous: new Uint8Array(),
          shape: new Uint32Array(),
          shapes: [],
          places: [],
        };
        expect(events.map((_, journey) => eventsOf(journeys, journey))).toEqual(events);
        expect(events.map((_, journey) => lastEvent(journeys, journey))).toEqual(
          events.map((own) => own.at(-1)),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('two_bytes_an_event_are_enough_while_lines_of_a_packet_stand_close', () => {
  expect(linked([0, 1, 0, 1], 1).columns.toNext).toBeInstanceOf(Uint16Array);
  expect(linked([0, 1, 1, 0], 30_000).columns.toNext).toBeInstanceOf(Uint32Array);
});
