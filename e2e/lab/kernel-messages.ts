import { closeSync, constants, openSync, readSync } from 'node:fs';

/** A record of /dev/kmsg (Documentation/ABI/testing/dev-kmsg): `4,1203,5010030145,-;TRACE: raw:PREROUTING:policy:2 IN=...`. */
export interface KernelMessage {
  readonly sequence: number;
  readonly uptimeMicroseconds: number;
  readonly text: string;
}

/** The kernel's messages from now on. The ring is small: `drain` must be called every few hundred lines. */
export interface KernelMessages {
  drain(): void;
  readonly messages: readonly KernelMessage[];
  /** True where the ring was overrun between two drains. */
  readonly lost: () => boolean;
  close(): void;
}

export function readKernelMessages(): KernelMessages {
  const file = openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(16384);
  const messages: KernelMessage[] = [];
  let overrun = false;
  const drain = (): void => {
    for (;;) {
      let length: number;
      try {
        length = readSync(file, buffer);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return;
        // EPIPE: the record that stood next was overwritten.
        if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
        overrun = true;
        continue;
      }
      const match = /^\d+,(\d+),(\d+),[^;]*;(.*)/.exec(buffer.toString('utf8', 0, length));
      if (match)
        messages.push({
          sequence: Number(match[1]),
          uptimeMicroseconds: Number(match[2]),
          text: match[3] ?? '',
        });
    }
  };
  drain();
  messages.length = 0;
  overrun = false;
  return {
    drain,
    messages,
    lost: () =>
      overrun ||
      messages.some(({ sequence }, i) => i > 0 && sequence !== (messages[i - 1]?.sequence ?? 0) + 1),
    close: () => closeSync(file),
  };
}

/** Those of packets that passed one of a router's interfaces; other namespaces may log at the same time. */
export function ownMessages(
  messages: readonly KernelMessage[],
  interfaces: readonly string[],
): KernelMessage[] {
  const own = new RegExp(` ?(?:IN|OUT|PHYSIN|PHYSOUT)=(?:${interfaces.map(asPattern).join('|')}) `);
  return messages.filter(({ text }) => own.test(text));
}

/** A name as a pattern that matches only itself: `eth0.5`, `tun+1`. */
const asPattern = (name: string): string => name.replace(/[.+*?^$()[\]{}|\\]/g, '\\$&');
