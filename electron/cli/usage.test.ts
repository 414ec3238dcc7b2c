import { describe, expect, it } from 'vitest';
import { english } from '../../core/index.ts';
import { commonOptionTable } from './common-options.ts';
import { commands } from './commands.ts';
import { runCli } from './main.ts';
import { optionsOf } from './usage.ts';

async function printedBy(...argv: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const status = await runCli(argv, {
    out: async (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { status, ...seen };
}

describe('the usage text', () => {
  it('names_every_command_and_option_within_80_columns', async () => {
    const { status, out } = await printedBy('--help');
    expect(status).toBe(0);
    for (const command of commands) {
      expect(out).toContain(`netopsy ${command.name}`);
      for (const [name] of optionsOf(command)) expect(out).toContain(`--${name}`);
    }
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(commands.map(({ name }) => name))('of_%s_describes_its_options', async (name) => {
    const { status, out } = await printedBy(name, '--help');
    expect(status).toBe(0);
    const command = commands.find((each) => each.name === name);
    for (const [option] of optionsOf(command as (typeof commands)[number]))
      expect(out.replaceAll(/\s+/g, ' ')).toContain(english.commandLine.options[option]);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('every_described_command_and_option_exists', () => {
    const used = new Set(commands.flatMap((command) => optionsOf(command).map(([name]) => name)));
    for (const name of Object.keys(commonOptionTable)) used.add(name as keyof typeof commonOptionTable);
    expect(Object.keys(english.commandLine.options).sort()).toEqual([...used].sort());
    expect(commands.map(({ name }) => name).sort()).toEqual(Object.keys(english.commandLine.commands).sort());
  });
});

it('an_unknown_command_or_colour_is_a_wrong_command_line', async () => {
  expect(await printedBy('analyse')).toMatchObject({ status: 2, out: '' });
  const { status, err } = await printedBy('analyze', 'x', '--color', 'sometimes');
  expect([status, err]).toEqual([2, 'netopsy: --color sometimes: must be auto, always or never\n']);
});
