import type { FlowKey } from '../../core/index.ts';
import { parseAddress } from '../../core/kernel/address.ts';
import type { HeaderBox } from '../../core/model/reach.ts';

/**
 * Whether a box has packets of a flow in some states of its connection, or in those of all packets that a flow usually
 * has. What the flow does not tell (the client's port) may be anything.
 */
export function boxHolds(box: HeaderBox, flow: FlowKey, states: 'some' | 'all'): boolean {
  const isLocal = flow.inInterface === '';
  const within = (ranges: readonly string[] | null, value: string | number | null): boolean =>
    value === null || ranges === null || ranges.some((range) => isBetween(range, String(value)));
  return (
    box.family === flow.family &&
    box.local === isLocal &&
    (isLocal || box.in === null || box.in.includes(flow.inInterface)) &&
    (box.protocol === null || box.protocol.includes(flow.protocol)) &&
    (box.state === null ||
      states === 'some' ||
      ['NEW', 'ESTABLISHED'].every((state) => box.state?.includes(state))) &&
    within(box.src, flow.src) &&
    within(box.dst, flow.dst) &&
    within(box.sport, flow.sport) &&
    within(box.dport, flow.dport) &&
    within(box.icmpType, flow.icmpType)
  );
}

function isBetween(range: string, value: string): boolean {
  const [first = '', last = ''] = range.split('-');
  const [low, high, own] = [first, last, value].map((text) => parseAddress(text) ?? Number(text));
  return low !== undefined && high !== undefined && own !== undefined && low <= own && own <= high;
}
