import type { Candidate } from './candidate.ts';
import { type DeadPacket, entryOf } from './dead-packet.ts';

/** An entry of conntrack that keeps what NAT decided before a change: without it, the rules decide anew. */
export function connectionFixes({ packet, state }: DeadPacket): readonly Candidate[] {
  const entry = entryOf(packet, state.conntrack);
  if (entry === null) return [];
  const { protocol, original, reply } = entry;
  const isTranslated = reply.src !== original.dst || reply.sport !== original.dport;
  if (!isTranslated) return [];
  const ports =
    original.sport === null ? [] : [`--orig-port-src ${original.sport}`, `--orig-port-dst ${original.dport}`];
  const words = [
    `-D -p ${protocol}`,
    `--orig-src ${original.src}`,
    `--orig-dst ${original.dst}`,
    ...ports,
  ].join(' ');
  const target = reply.sport === null ? reply.src : `${reply.src}:${reply.sport}`;
  return [
    {
      commands: [{ tool: 'conntrack', program: 'conntrack', words }],
      why: { kind: 'delete-entry', old: target, now: null },
      opens: { kind: 'nothing' },
      persist: null,
    },
  ];
}
