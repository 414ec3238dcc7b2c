/** What tests need of Node to read captures; the window itself has no Node. */
declare module 'node:fs' {
  export function readFileSync(path: string): Uint8Array;
  export function readdirSync(
    path: string,
    options: { readonly recursive: true; readonly encoding: 'utf8' },
  ): readonly string[];
  export function statSync(path: string): { isFile(): boolean };
}
