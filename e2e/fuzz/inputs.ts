import { gzipSync, strToU8, zipSync } from 'fflate';
import { oddArchive, tarOf } from './archives.ts';
import type { Corpus, Files } from './corpus.ts';
import { mutatedBytes, mutatedLines } from './mutate.ts';
import type { Random } from './random.ts';

/** What an input is made from; a run takes one after the other. */
export const classes = [
  'bundle',
  'mixture',
  'output',
  'archive',
  'headers',
  'nested',
  'stream',
  'capture',
] as const;

/** The input of one run. */
export function inputOf(corpus: Corpus, kind: (typeof classes)[number], random: Random): Files {
  switch (kind) {
    case 'bundle':
      return withSomeMutated(new Map(random.of(corpus.bundles)), corpus, random);
    case 'mixture': {
      const files = new Map<string, Uint8Array>();
      for (let left = 1 + random.below(5); left > 0; left--) {
        const source = random.once(2) ? corpus.outputs : random.of(corpus.bundles);
        const [path, bytes] = random.of([...source]);
        files.set(random.once(3) ? random.of(names) : path, bytes);
      }
      return withSomeMutated(files, corpus, random);
    }
    case 'output': {
      const [path, bytes] = random.of([...corpus.outputs]);
      return withSomeMutated(new Map([[random.once(2) ? random.of(names) : path, bytes]]), corpus, random);
    }
    case 'archive':
      return new Map([
        [random.of(names), damaged(archiveOf(random.of(corpus.bundles), random), corpus, random)],
      ]);
    case 'headers':
      return new Map([[random.of(names), oddArchive(random.of(corpus.bundles), random)]]);
    case 'nested': {
      let files: Files = withSomeMutated(new Map(random.of(corpus.bundles)), corpus, random);
      for (let left = 1 + random.below(5); left > 0; left--)
        files = new Map(
          [...files, [`in${left}`, archiveOf(files, random)]].slice(-3) as [string, Uint8Array][],
        );
      return random.once(3)
        ? new Map([...files].map(([path, bytes]) => [path, damaged(bytes, corpus, random)]))
        : files;
    }
    case 'stream': {
      const [name, bytes] = random.of([...corpus.packed]);
      return new Map([
        [`kern.log.${name}`, mutatedBytes(bytes, random.of([...corpus.packed.values()]), random)],
      ]);
    }
    case 'capture': {
      const captures = [...corpus.outputs].filter(([path]) => path.endsWith('.pcap'));
      const [path, bytes] = random.of(captures);
      return new Map([
        ...random.of(corpus.bundles),
        [path, mutatedBytes(bytes, random.of(captures)[1], random)],
      ]);
    }
  }
}

const names = [
  'kern.log', 'messages', 'iptables-save.txt', 'nft-ruleset.txt', 'ip-route.txt', 'ip-rule', 'ip-addr.txt', 'sysctl.txt', 'conntrack.txt',
  'etc/hostname', 'ns/blue/ip_route', 'a\nNo packet died.\n.txt', '../../x', '\u001b[2J', '\u202etxt.gol', 'sosreport-x-2026-01-01-abcdef/proc/net/route', 'x', 'eth0.pcap', '',
]; // prettier-ignore

function withSomeMutated(files: Map<string, Uint8Array>, corpus: Corpus, random: Random): Files {
  const others = [...corpus.outputs.values()];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const [path, bytes] = random.of([...files]);
    const other = random.of(others);
    const isText = !bytes.includes(0) && !random.once(8);
    files.set(
      path,
      isText
        ? strToU8(mutatedLines(new TextDecoder().decode(bytes), new TextDecoder().decode(other), random))
        : mutatedBytes(bytes, other, random),
    );
  }
  return files;
}

function damaged(bytes: Uint8Array, corpus: Corpus, random: Random): Uint8Array {
  return random.once(10) ? bytes : mutatedBytes(bytes, random.of([...corpus.packed.values()]), random);
}

function archiveOf(files: Files, random: Random): Uint8Array {
  const level = random.of([0, 1, 6] as const);
  const few = [...files].slice(0, 12);
  switch (random.below(4)) {
    case 0:
      return zipSync(Object.fromEntries(few), { level });
    case 1:
      return tarOf(few);
    case 2:
      return gzipSync(tarOf(few), { level });
    default:
      return gzipSync(few[0]?.[1] ?? new Uint8Array(0), { level });
  }
}
