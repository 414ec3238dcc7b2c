/** index.ts and what it imports, compiled (build/assembly.mjs); most runs need none of it. */
declare function moduleBytes(): Uint8Array<ArrayBuffer>;
export default moduleBytes;
