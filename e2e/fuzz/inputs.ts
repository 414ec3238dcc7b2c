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
      return withSomeMutated(partOf(random.of(corpus.bundles), random), corpus, random);
    case 'mixture': {
      const files = new Map<string, Uint8Array>();
      for (let left = 1 + random.below(5); left > 0; left--) {
        const source = random.once(2) ? corpus.outputs : random.of(corpus.bundles);
        const [path, bytes] = random.of([...source]);
        files.set(random.once(3) ? random.of(names) : path, pieceOf(bytes, random));
      }
      return withSomeMutated(files, corpus, random);
    }
    case 'output': {
      const [path, bytes] = random.of([...corpus.outputs]);
      const name = random.once(2) ? random.of(names) : path;
      return withSomeMutated(new Map([[name, pieceOf(bytes, random)]]), corpus, random);
    }
    case 'archive':
      return new Map([
        [
          random.of(names),
          damaged(archiveOf(partOf(random.of(corpus.bundles), random), random), corpus, random),
        ],
      ]);
    case 'headers':
      return new Map([[random.of(names), oddArchive(partOf(random.of(corpus.bundles), random), random)]]);
    case 'nested': {
      let files: Files = withSomeMutated(partOf(random.of(corpus.bundles), random), corpus, random);
      for (let left = 1 + random.below(random.once(wholeEvery) ? 5 : 3); left > 0; left--)
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
        ...partOf(random.of(corpus.bundles), random),
        [path, mutatedBytes(bytes, random.of(captures)[1], random)],
      ]);
    }
  }
}

/** How often an input is as large as its sample: most faults need a few lines, and take a tenth of the time in these. */
const wholeEvery = 16;

/** Some of a bundle's files, a piece of each. */
function partOf(bundle: Files, random: Random): Map<string, Uint8Array> {
  if (random.once(wholeEvery)) return new Map(bundle);
  const files = [...bundle];
  const part = new Map<string, Uint8Array>();
  for (let left = 1 + random.below(5); left > 0; left--) {
    const [path, bytes] = random.of(files);
    part.set(path, pieceOf(bytes, random));
  }
  return part;
}

/** Some lines of a text that follow one another. */
function pieceOf(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.includes(0) || random.once(wholeEvery)) return bytes;
  const start = random.once(2) ? 0 : bytes.indexOf(newline, random.below(bytes.length)) + 1;
  const end = bytes.indexOf(newline, start + random.below(mostOfPiece));
  return end < 0 ? bytes.subarray(start, start + mostOfPiece) : bytes.subarray(start, end + 1);
}

const newline = 10;
const mostOfPiece = 1500;

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
