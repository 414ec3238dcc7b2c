import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

/** Where the runtime's executable keeps its switches: this text, a version, their number, and one character for each. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-package-'));
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
    writeFileSync(join(runtime, name), '42.0.0');
  return runtime;
}

test('the package holds the build and nothing else, behind the fuses', async () => {
  const output = join(folder, 'packages');
  await build({
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    projectDir: fromRoot(),
    config: {
      extends: fromRoot('build/electron-builder.yml'),
      directories: { output, buildResources: 'build' },
      electronDist: runtimeStandIn(),
      // Files that can be listed.
      asar: false,
    },
  });
  const app = join(output, 'linux-unpacked/resources/app');
  const packed = readdirSync(app, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  expect(packed).toEqual(expect.arrayContaining(['dist/electron/main.js', 'dist/renderer/index.html']));
  expect(
    packed.filter((path) => !/^(dist(\/(electron|renderer)(\/.*)?)?|package\.json)$/.test(path)),
  ).toEqual([]);
  const { main } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as { main: string };
  expect(packed).toContain(main);

  const executable = readFileSync(join(output, 'linux-unpacked/netopsy'));
  const fuses = executable.subarray(executable.indexOf(fuseSentinel) + fuseSentinel.length + 2).toString();
  // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only from asar, own snapshot, file: privileges
  expect(fuses).toBe('01001100');
});
