import type { StreamFault, StreamFaultKind } from '../../model/stream-fault.ts';
import type { Chunks } from '../chunks.ts';
import moduleBytes from './assembly/index.wasm';
import { BrokenStream, damaged, truncated } from './broken-stream.ts';

/** What a step of the compiled decoders ends with: the list is that of assembly/status.ts. */
export const status = { more: 0, full: 1, end: 2, damaged: 3, truncated: 4, memory: 5 } as const;

/** The exports of assembly/index.ts. Positions are in its memory. */
export interface Compiled {
  readonly memory: { readonly buffer: ArrayBuffer };
  addInput(bytes: number, isAll: number): void;
  clearInput(): void;
  consumeTo(position: number): void;
  inputAt(): number;
  inputEnd(): number;
  inputRoom(): number;
  makeInputRoom(): number;
  takeOutput(): number;
  untakenAt(): number;
  crc32(before: number, from: number, bytes: number): number;
  crc64(before: bigint, from: number, bytes: number): bigint;
  sha256Begin(): void;
  sha256Add(from: number, bytes: number): void;
  sha256End(): number;
  xxh64Begin(): void;
  xxh64Add(from: number, bytes: number): void;
  xxh64End(): number;
  inflateBegin(): void;
  inflateStep(): number;
  lzmaBegin(dictionary: number): void;
  lzmaChunk(packedBytes: number, unpackedBytes: number, isCut: number): number;
  lzmaResetDictionary(): void;
  lzmaResetState(): void;
  lzmaSetProperties(properties: number): number;
  lzmaStep(left: bigint): number;
  lzmaStore(bytes: number): number;
  bzip2Begin(): void;
  bzip2Block(): number;
  bzip2Header(): number;
  bzip2Output(): number;
  xxh32Begin(): void;
  xxh32Add(from: number, bytes: number): void;
  xxh32End(): number;
  zstdBegin(window: number): void;
  zstdBlock(packedBytes: number): number;
  zstdRaw(bytes: number): number;
  zstdRun(bytes: number): number;
  lz4Begin(): void;
  lz4Block(packedBytes: number, most: number): number;
  lz4Forget(): void;
  lz4Stored(bytes: number): number;
}

/**
 * One run of the compiled decoders, with memory of its own: hostile input reaches nothing outside of it. What `output`
 * returns lies in that memory and is written over by the next step.
 */
export class Decoder {
  readonly compiled: Compiled;

  private constructor() {
    this.compiled = new WebAssembly.Instance(compiledModule()).exports as unknown as Compiled;
  }

  /** A decoder for one stream; give it back with `release`. */
  static get(): Decoder {
    const decoder = Decoder.#idle ?? new Decoder();
    Decoder.#idle = null;
    decoder.compiled.clearInput();
    return decoder;
  }

  /** The next stream gets the same memory, unless that is large. */
  release(): void {
    if (this.compiled.memory.buffer.byteLength <= KEPT_BYTES) Decoder.#idle = this;
  }

  static #idle: Decoder | null = null;

  /** The bytes that wait in the input. */
  waiting(): Uint8Array {
    const { compiled } = this;
    const at = compiled.inputAt();
    return new Uint8Array(compiled.memory.buffer, at, compiled.inputEnd() - at);
  }

  /** Adds what fits of `bytes` to the input; returns how much that was. `isAll`: nothing follows. */
  add(bytes: Uint8Array, isAll: boolean): number {
    const { compiled } = this;
    const at = compiled.makeInputRoom();
    if (at === 0) throw noMemory();
    const piece = bytes.subarray(0, compiled.inputRoom());
    new Uint8Array(compiled.memory.buffer).set(piece, at);
    compiled.addInput(piece.length, isAll && piece.length === bytes.length ? 1 : 0);
    return piece.length;
  }

  /** What was unpacked since the last time. */
  output(): Uint8Array {
    const at = this.compiled.untakenAt();
    return new Uint8Array(this.compiled.memory.buffer, at, this.compiled.takeOutput());
  }

  /** Where `bytes` stand in the decoder's memory: where they are, or copied to room that the input has left. */
  place(bytes: Uint8Array): number {
    const { compiled } = this;
    if (bytes.buffer === compiled.memory.buffer) return bytes.byteOffset;
    const at = compiled.makeInputRoom();
    if (at === 0 || compiled.inputRoom() < bytes.length) throw noMemory();
    new Uint8Array(compiled.memory.buffer).set(bytes, at);
    return at;
  }

  /** The CRC-32 of what `before` is the sum of and these bytes. */
  crc32(before: number, bytes: Uint8Array): number {
    return this.compiled.crc32(before, this.place(bytes), bytes.length) >>> 0;
  }

  /** Throws for a step that can't go on; `fault` is what damaged data means there. */
  check(result: number, fault: StreamFaultKind, detail: StreamFault['detail'] = null): void {
    if (result === status.damaged) throw damaged(fault, detail);
    if (result === status.truncated) throw truncated();
    if (result === status.memory) throw noMemory();
  }
}

/** A decoder that worked in more memory than this is not kept for the next stream. */
const KEPT_BYTES = 12 << 20;

function noMemory(): BrokenStream {
  return new BrokenStream('limit', 'no-memory');
}

let compiledOnce: ConstructorParameters<typeof WebAssembly.Instance>[0] | null = null;

function compiledModule(): ConstructorParameters<typeof WebAssembly.Instance>[0] {
  compiledOnce ??= new WebAssembly.Module(moduleBytes());
  return compiledOnce;
}

/** The packed bytes of one stream, which go into the decoder's input as it asks for them. */
export class PackedInput {
  readonly #decoder: Decoder;
  readonly #iterator: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  #isAll = false;

  constructor(decoder: Decoder, packed: Chunks) {
    this.#decoder = decoder;
    this.#iterator = packed[Symbol.asyncIterator]();
  }

  /** Adds more to the input, or says there that nothing follows. */
  async more(): Promise<void> {
    if (this.#rest.length === 0 && !this.#isAll) {
      const next = await this.#iterator.next();
      if (next.done === true) this.#isAll = true;
      else this.#rest = next.value;
    }
    this.#rest = this.#rest.subarray(this.#decoder.add(this.#rest, this.#isAll));
  }

  /** Reads on until `bytes` are at hand; fewer are there only at the end. */
  async atLeast(bytes: number): Promise<Uint8Array> {
    while (this.#decoder.waiting().length < bytes && !this.#isAll) await this.more();
    return this.#decoder.waiting().subarray(0, bytes);
  }

  /** Takes `bytes` off the input. */
  skip(bytes: number): void {
    this.#decoder.compiled.consumeTo(this.#decoder.compiled.inputAt() + bytes);
  }

  /** The next `bytes`, taken off; throws where there are fewer. */
  async take(bytes: number): Promise<Uint8Array> {
    const taken = (await this.atLeast(bytes)).slice();
    if (taken.length < bytes) throw truncated();
    this.skip(bytes);
    return taken;
  }

  /** Takes off what comes before the first byte that `isWanted`; false where none comes. */
  async skipTo(isWanted: (byte: number) => boolean): Promise<boolean> {
    while ((await this.atLeast(1)).length > 0) {
      const waiting = this.#decoder.waiting();
      const at = waiting.findIndex(isWanted);
      this.skip(at < 0 ? waiting.length : at);
      if (at >= 0) return true;
    }
    return false;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

/** Runs `decode` on a decoder of its own, which is given back however that ends. */
export async function* withDecoder(
  packed: Chunks,
  decode: (decoder: Decoder, input: PackedInput) => Chunks,
): Chunks {
  const decoder = Decoder.get();
  const input = new PackedInput(decoder, packed);
  try {
    yield* decode(decoder, input);
  } finally {
    decoder.release();
    await input.close();
  }
}

/** An unsigned number, lowest byte first. */
export function littleEndian(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from + count - 1; at >= from; at--) value = value * 256 + (bytes[at] ?? 0);
  return value;
}
