import { expect, it } from 'vitest';
import { parseFilter } from '../selection/parse.ts';
import { captureOf, kernelLog } from '../testing/capture.ts';
import { applyFilter } from './apply-filter.ts';
import { narrowedPicture } from './narrowed-picture.ts';

const way = (id: number, service: string) => [
  `raw:PREROUTING:policy:1 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
  `nat:PREROUTING:rule:1 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
  `nat:KUBE-SVC-${service}:rule:1 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
  `filter:FORWARD:policy:1 eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
];
const services = Array.from(
  { length: 60 },
  (_, i) => `ABCDEFGHIJKLMN${'ABCDEFGHIJ'[Math.floor(i / 10)]}${'ABCDEFGHIJ'[i % 10]}`,
);

it('chains_of_a_family_are_drawn_by_themselves_where_few_are_on_the_way', async () => {
  const capture = await captureOf({
    'kern.log': kernelLog(services.flatMap((service, i) => way(i + 1, service))),
    'iptables-save.txt': '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n',
  });
  const room = { width: 700, height: 460 };
  const namesOf = (filter: string) => {
    applyFilter(capture, {
      generation: 1,
      selection: parseFilter(filter).selection,
      sort: null,
      packet: null,
    });
    return narrowedPicture(capture, null, [], room);
  };
  const all = namesOf('tcp');
  expect(all.nodes.map(({ name }) => name)).toContain('nat/KUBE-SVC-*');
  const one = namesOf('id 7');
  expect(one.nodes.map(({ name }) => name)).toContain(`nat/KUBE-SVC-${services[6]}`);
  expect(one.nodes).toHaveLength(7);
  // All die: every edge is one that leads to death.
  expect(one.drawn.dying).toEqual(one.drawn.edges);
  expect(one.drawing.boxes.every(({ left, right }) => right > left)).toBe(true);
});
