import type { Bundle } from './bundle.ts';

/** The sample capture that comes with the app, read from the page's own origin; null where it is not to be had. */
export async function sampleBundle(): Promise<Bundle | null> {
  try {
    const manifest: unknown = await (await fetch('sample/manifest.json')).json();
    if (!isManifest(manifest)) return null;
    const files = await Promise.all(manifest.files.map(fetchFile));
    return {
      name: manifest.name,
      files: files.map((file) => ({ from: 'page', path: file.name, file })),
      leftOut: [],
      shellId: null,
    };
  } catch {
    return null;
  }
}

async function fetchFile(name: string): Promise<File> {
  const response = await fetch(`sample/${name}`);
  if (!response.ok) throw new Error(`sample/${name}: ${response.status}`);
  return new File([await response.blob()], name);
}

interface Manifest {
  readonly name: string;
  readonly files: readonly string[];
}

function isManifest(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && 'name' in value && 'files' in value;
}
