import { dispositions, isDead, isLoss, isOpen, messagesInOrder, type Analysis } from '../../core/index.ts';
import { words } from '../language.ts';
import { clockOf } from '../selection/clock.ts';
import type { PacketTimes } from './packet-times.ts';

/** Packets over time by how they ended, in equal spans from `from` to `to` (seconds, as `PacketTimes` has them). */
export interface TimeStrip {
  readonly from: number;
  readonly to: number;
  readonly isClock: boolean;
  readonly alive: Uint32Array;
  readonly dead: Uint32Array;
  readonly open: Uint32Array;
  /** Messages of the kernel about losses, by their first lines. */
  readonly marks: readonly { readonly at: number; readonly text: string }[];
}

const spans = 160;
const marksShown = 20;

/** Counts packets (indexes from 0; null for all). */
export function timeStrip(analysis: Analysis, times: PacketTimes, packets: Uint32Array | null): TimeStrip {
  const { from, to, isClock, seconds } = times;
  const [alive, dead, open] = [0, 1, 2].map(() => new Uint32Array(spans)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const columnOf = dispositions.map((word) => (isDead(word) ? dead : isOpen(word) ? open : alive));
  const { disposition } = analysis.outcomes;
  const scale = to > from ? spans / (to - from) : 0;
  const count = packets?.length ?? seconds.length;
  for (let i = 0; i < count; i++) {
    const packet = packets === null ? i : (packets[i] as number);
    const time = seconds[packet] as number;
    if (Number.isNaN(time)) continue;
    const span = Math.min(spans - 1, Math.floor((time - from) * scale));
    const column = columnOf[disposition[packet] as number] as Uint32Array;
    column[span] = (column[span] as number) + 1;
  }
  return { from, to, isClock, alive, dead, open, marks: marksOf(analysis, times) };
}

function marksOf(analysis: Analysis, times: PacketTimes): TimeStrip['marks'] {
  return messagesInOrder(analysis)
    .filter(isLoss)
    .flatMap((message) => {
      const { host, first } = message;
      const clock = times.isClock ? (clockOf(first.stamp)?.seconds ?? NaN) : NaN;
      const uptime = (first.uptimeSeconds ?? NaN) + times.offsetOf(host);
      const at = Number.isNaN(uptime) ? clock : uptime;
      return at >= times.from && at <= times.to ? [{ at, text: words.kernelMessages.summary(message) }] : [];
    })
    .slice(0, marksShown);
}
