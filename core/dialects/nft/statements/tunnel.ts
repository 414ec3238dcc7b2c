import type { NftStatement } from '../statement.ts';

/** `tunnel name "vxlan0"`: the packet gets a tunnel's metadata, which decide nothing until it leaves by that tunnel. */
export const tunnel: NftStatement = { words: ['tunnel'], read: (_, start) => ({ next: start + 3 }) };
