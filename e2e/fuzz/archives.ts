import { gzipSync, strToU8, zipSync } from 'fflate';
import { tarEntry, tarOf as tarOfEntries } from '../../core/testing/drawn-tar.ts';
import type { Files } from './corpus.ts';
import type { Random } from './random.ts';

const tarTypes = ['0', '0', '0', '\0', '1', '2', '3', '5', '7', 'L', 'K', 'S', 'g', 'x', 'x', 'x'];
const records = [
  '12 path=a/b\n', '14 size=1e999\n', '13 size=9999\n', '30 size=18446744073709551615\n', '22 GNU.sparse.major=1\n',
  '0 a=b\n', '-5 a=b\n', '99 path=a\n', '9 path\n', '12 path=a/b', ' path=a\n', '12', '\0\0\0', 'x'.repeat(300), '999999999 a=b\n', '6 =a\n',
]; // prettier-ignore
const oddNumbers = [0, 1, 7, 255, 511, 512, 513, 65_535, 2 ** 20 + 1, 2 ** 31, 2 ** 32 - 1];

/** A tar with these files. */
export function tarOf(files: Iterable<readonly [string, Uint8Array]>): Uint8Array {
  return tarOfEntries(...Array.from(files, ([path, content]) => tarEntry(path, content)));
}

/**
 * An archive whose checksums are right and whose headers are odd: what a reader only meets if it believes the header,
 * and bytes altered at random hardly ever make.
 */
export function oddArchive(files: Files, random: Random): Uint8Array {
  const few = [...files].slice(0, 6);
  switch (random.below(5)) {
    case 0:
      return oddTar(few, random);
    case 1:
      return gzipSync(oddTar(few, random));
    case 2:
      return oddZip(few, random);
    case 3:
      return oddCpio(few, random);
    default:
      return oddGzip(few[0]?.[1] ?? new Uint8Array(0), random);
  }
}

function oddTar(files: readonly (readonly [string, Uint8Array])[], random: Random): Uint8Array {
  const entries = files.flatMap(([path, content]) => {
    const before = Array.from({ length: random.below(3) }, () => {
      const text = Array.from({ length: 1 + random.below(3) }, () => random.of(records)).join('');
      return tarEntry(
        'x',
        strToU8(text),
        random.of(tarTypes),
        random.once(6) ? random.of(oddNumbers) : text.length,
      );
    });
    const size = random.once(6) ? random.of(oddNumbers) : content.length;
    return [...before, tarEntry(path, content, random.of(tarTypes), size)];
  });
  return joined(...entries, new Uint8Array(random.of([0, 512, 1024])));
}

/** A field of a header holds another number. */
function oddZip(files: readonly (readonly [string, Uint8Array])[], random: Random): Uint8Array {
  const zip = zipSync(Object.fromEntries(files), { level: random.of([0, 6] as const) });
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const headers = Array.from({ length: zip.length - 4 }, (_, at) => at).filter(
    (at) => zip[at] === 0x50 && zip[at + 1] === 0x4b,
  );
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.of(headers) + 4 + 2 * random.below(21);
    const number = random.of(oddNumbers);
    if (at + 4 > zip.length) continue;
    if (random.once(2)) view.setUint16(at, number, true);
    else view.setUint32(at, number, true);
  }
  return zip;
}

function oddCpio(files: readonly (readonly [string, Uint8Array])[], random: Random): Uint8Array {
  const entries = [...files, ['TRAILER!!!', new Uint8Array(0)] as const].flatMap(([path, content]) => {
    const numbers = [1, 0o100644, 0, 0, 1, 0, content.length, 0, 0, 0, 0, strToU8(path).length + 1, 0];
    if (random.once(4)) numbers[random.below(13)] = random.of(oddNumbers);
    const head = strToU8(
      `070701${numbers.map((each) => each.toString(16).padStart(8, '0')).join('')}${path}\0`,
    );
    return [head, filled(head.length), content, filled(content.length)];
  });
  return joined(...entries);
}

function filled(bytes: number): Uint8Array {
  return new Uint8Array((4 - (bytes % 4)) % 4);
}

/** Flags of the header (RFC 1952) with, without or with only a part of what they announce. */
function oddGzip(content: Uint8Array, random: Random): Uint8Array {
  const packed = gzipSync(content);
  const header = packed.slice(0, 10);
  header[3] = random.below(256);
  const parts = Array.from({ length: random.below(4) }, () =>
    strToU8(random.of(['\x03\0abc', 'name\0', 'x'.repeat(200), '\xff\xff', '\0\0'])),
  );
  return joined(
    header,
    ...parts,
    packed.subarray(10),
    ...(random.once(3) ? [new Uint8Array(random.below(2000))] : []),
  );
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
