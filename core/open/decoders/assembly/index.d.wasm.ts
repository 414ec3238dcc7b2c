/** index.ts and what it imports, compiled (build/assembly.mjs). */
declare const bytes: Uint8Array<ArrayBuffer>;
export default bytes;
