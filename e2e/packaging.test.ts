import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

/** Where the runtime's executable keeps its switches: this text, a version, their number, and one character for each. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-package-'));
const unpacked = join(folder, 'packages/linux-unpacked');
let desktopEntry = '';

/** Of electron-builder's insides: there is no other way to a desktop file without making an installer. */
interface LinuxTargetHelper {
  computeDesktopEntry(options: object): Promise<string>;
}

beforeAll(async () => {
  await build({
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    projectDir: fromRoot(),
    config: {
      extends: fromRoot('build/electron-builder.yml'),
      directories: { output: join(folder, 'packages'), buildResources: 'build' },
      electronDist: runtimeStandIn(),
      afterPack: async ({ packager }) => {
        const own = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
        const { LinuxTargetHelper: Helper } = own('app-builder-lib/out/targets/LinuxTargetHelper') as {
          LinuxTargetHelper: new (packager: unknown) => LinuxTargetHelper;
        };
        desktopEntry = await new Helper(packager).computeDesktopEntry(
          packager.platformSpecificBuildOptions as object,
        );
      },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** An executable with all fuses as the runtime is delivered, so that packing can be tried without the runtime. */
function runtimeStandIn(): string {
  const runtime = join(folder, 'runtime');
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  writeFileSync(
    join(runtime, 'electron'),
    Buffer.concat([Buffer.from(fuseSentinel), Buffer.from([1, 8]), Buffer.from('10110001')]),
  );
  chmodSync(join(runtime, 'electron'), 0o755);
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html'])
    writeFileSync(join(runtime, name), '45.0.0');
  return runtime;
}

interface AsarFile {
  readonly size: number;
  /** From the end of the header, in decimal. */
  readonly offset: string;
  readonly integrity: { readonly algorithm: 'SHA256'; readonly hash: string };
}
type AsarFolder = { readonly files: Readonly<Record<string, AsarFile | AsarFolder>> };

/** The files of an asar archive: its header is JSON between four lengths and the contents. */
function asarFiles(bytes: Buffer): Map<string, { bytes: Buffer; hash: string }> {
  const found = new Map<string, { bytes: Buffer; hash: string }>();
  const contents = 8 + bytes.readUInt32LE(4);
  visit(JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as AsarFolder, '');
  return found;

  function visit({ files }: AsarFolder, prefix: string): void {
    for (const [name, entry] of Object.entries(files)) {
      if ('files' in entry) visit(entry, `${prefix}${name}/`);
      else {
        const start = contents + Number(entry.offset);
        found.set(prefix + name, {
          bytes: bytes.subarray(start, start + entry.size),
          hash: entry.integrity.hash,
        });
      }
    }
  }
}

test('the package holds the build and nothing else', () => {
  const packed = asarFiles(readFileSync(join(unpacked, 'resources/app.asar')));
  const names = [...packed.keys()];
  expect(names).toEqual(expect.arrayContaining(['dist/electron/main.js', 'dist/renderer/index.html']));
  expect(
    names.filter((path) => !/^(dist\/((electron|renderer)\/.*|LICENSES\.txt)|package\.json)$/.test(path)),
  ).toEqual([]);
  const { main } = JSON.parse(packed.get('package.json')?.bytes.toString() ?? '') as { main: string };
  expect(names).toContain(main);
  for (const [name, { bytes }] of packed)
    if (name.startsWith('dist/')) expect(bytes.equals(readFileSync(fromRoot(name))), name).toBe(true);
});

test('each packed file has the digest that the runtime compares it with', () => {
  const packed = asarFiles(readFileSync(join(unpacked, 'resources/app.asar')));
  for (const [name, { bytes, hash }] of packed)
    expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(hash);
});

test('the fuses of the runtime are set', () => {
  const executable = readFileSync(join(unpacked, 'netopsy'));
  const fuses = executable.subarray(executable.indexOf(fuseSentinel) + fuseSentinel.length + 2).toString();
  // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only from asar, own snapshot, file: privileges
  expect(fuses).toBe('01001100');
});

test('the licences of all that is bundled stand beside the executable and in the package', () => {
  const beside = readFileSync(join(unpacked, 'LICENSES.netopsy.txt'), 'utf8');
  for (const name of ['Netopsy', 'assemblyscript', 'cytoscape', 'svelte'])
    expect(beside).toMatch(new RegExp(`^${name}\\b`, 'm'));
  expect(beside).toContain('Permission is hereby granted, free of charge');
  expect(readdirSync(unpacked)).toEqual(expect.arrayContaining(['LICENSES.chromium.html']));
});

test('the desktop offers Netopsy for bundles and archives', () => {
  expect(desktopEntry).toMatch(/^Exec=.*netopsy.* %U$/m);
  expect(desktopEntry).toMatch(/^MimeType=.*application\/x-netopsy;/m);
  expect(desktopEntry).toMatch(/^MimeType=.*application\/gzip;/m);
  expect(desktopEntry).toMatch(/^Categories=Network;/m);
});
