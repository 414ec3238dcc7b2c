import { expect, test } from 'vitest';
import { isCommand, ownArguments, pathsToOpen } from './arguments.ts';

test('a packaged app has its own arguments after its name', () => {
  expect(ownArguments(['/opt/Netopsy/netopsy', 'analyze', 'x.tgz'], null)).toEqual(['analyze', 'x.tgz']);
});

test('while developing, the arguments come after the app folder, wherever the switches stand', () => {
  const own = ['case.tgz'];
  expect(ownArguments(['electron', '/src/netopsy', ...own], '/src/netopsy')).toEqual(own);
  expect(
    ownArguments(['electron', '--inspect=0', '-r', '/x.js', '/src/netopsy/', ...own], '/src/netopsy'),
  ).toEqual(own);
  expect(ownArguments(['electron', 'elsewhere', ...own], '/src/netopsy')).toEqual(own);
});

test('a command goes to the command line, a file to the window', () => {
  expect(isCommand(['analyze', 'x'])).toBe(true);
  expect(isCommand(['--help'])).toBe(true);
  expect(isCommand(['x', 'analyze'])).toBe(false);
  expect(isCommand([])).toBe(false);
});

test('paths are meant from the working folder, and switches are not paths', () => {
  expect(pathsToOpen(['a.tgz', '/b/c.log', '--no-sandbox'], '/cases')).toEqual(['/cases/a.tgz', '/b/c.log']);
});
