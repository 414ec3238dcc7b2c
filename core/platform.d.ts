/**
 * The platform globals that core may use: those that a Web Worker and Node have alike and that reach nothing
 * outside the program (https://min-common-api.proposal.wintertc.org/). Everything else, the DOM, Node's modules,
 * timers, the clock, fetch, the console, does not compile in core.
 */

interface TextDecoder {
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare const TextDecoder: new (
  label?: string,
  options?: { fatal?: boolean; ignoreBOM?: boolean },
) => TextDecoder;

interface TextEncoder {
  encode(input: string): Uint8Array<ArrayBuffer>;
}
declare const TextEncoder: new () => TextEncoder;

interface MessagePort {
  postMessage(message: null, transfer: readonly ArrayBuffer[]): void;
  close(): void;
}
declare const MessageChannel: new () => { readonly port1: MessagePort; readonly port2: MessagePort };

declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  const Module: new (bytes: Uint8Array) => Module;
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: object;
  }
  const Instance: new (module: Module) => Instance;
}
