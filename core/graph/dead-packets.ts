import { dispositions, isDead } from '../model/disposition.ts';

/** Those of the packets (indexes from 0; null for all) that died. `disposition` is the column of all packets. */
export function deadPackets(disposition: Uint8Array, packets: Uint32Array | null): Uint32Array {
  const isDeath = dispositions.map(isDead);
  const count = packets?.length ?? disposition.length;
  const dead = new Uint32Array(count);
  let used = 0;
  for (let i = 0; i < count; i++) {
    const packet = packets === null ? i : (packets[i] as number);
    if (isDeath[disposition[packet] as number] === true) dead[used++] = packet;
  }
  return dead.subarray(0, used);
}
