import { strToU8 } from 'fflate';
import { concatBytes } from '../open/chunks.ts';

/** An entry of a tar archive (ustar): a header of 512 bytes that claims `size`, and the content in whole blocks. */
export function tarEntry(path: string, content: Uint8Array, type = '0', size = content.length): Uint8Array {
  const header = new Uint8Array(512);
  header.set(strToU8(path).subarray(0, 99), 0);
  header.set(strToU8(size.toString(8).padStart(11, '0')), 124);
  header.set(strToU8(`        ${type}`), 148);
  header.set(strToU8('ustar\0' + '00'), 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(strToU8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return concatBytes([header, content, new Uint8Array((512 - (content.length % 512)) % 512)]);
}

/** A tar archive of entries: they, and two empty blocks. */
export function tarOf(...entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes([...entries, new Uint8Array(1024)]);
}
