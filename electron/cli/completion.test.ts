import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { commands } from './commands.ts';
import { runCli } from './main.ts';
import { optionsOf } from './usage.ts';

async function printedBy(...argv: readonly string[]): Promise<{ status: number; out: string }> {
  let out = '';
  const status = await runCli(argv, { out: async (text) => void (out += text), err: () => {} });
  return { status, out };
}

const has = (tool: string): boolean =>
  spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;

describe('completion', () => {
  it.skipIf(!has('bash'))('of_bash_offers_commands_options_and_their_values', async () => {
    const { out } = await printedBy('completion', 'bash');
    const offered = (...words: readonly string[]): readonly string[] => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const script = `${out}\nCOMP_WORDS=(${quoted})\nCOMP_CWORD=$((\${#COMP_WORDS[@]} - 1))\n_netopsy\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`;
      const { stdout } = spawnSync('bash', ['-'], { input: script, encoding: 'utf8' });
      return stdout.split('\n').filter((line) => line !== '');
    };
    expect(offered('netopsy', 'an')).toEqual(['analyze']);
    expect(offered('netopsy', 'analyze', '--ht')).toEqual(['--html']);
    expect(offered('netopsy', 'analyze', '--color', '')).toEqual(['auto', 'always', 'never']);
    expect(offered('netopsy', 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
    for (const command of commands)
      for (const [name] of optionsOf(command))
        expect(offered('netopsy', command.name, `--${name}`)).toContain(`--${name}`);
  });

  it.each(['zsh', 'fish'])('of_%s_names_every_command', async (shell) => {
    const { status, out } = await printedBy('completion', shell);
    expect(status).toBe(0);
    for (const { name } of commands) expect(out).toContain(name);
  });

  it.each([[[]], [['tcsh']], [['bash', 'zsh']]])('%j_is_a_wrong_command_line', async (args) => {
    expect(await printedBy('completion', ...args)).toEqual({ status: 2, out: '' });
  });
});

describe('the_manual_page', () => {
  it('has_every_command_and_option_and_no_line_that_is_a_macro_by_accident', async () => {
    const { status, out } = await printedBy('man');
    expect(status).toBe(0);
    const text = out.replaceAll('\\-', '-');
    for (const command of commands) {
      expect(text).toContain(`netopsy ${command.name}`);
      for (const [name] of optionsOf(command)) expect(text).toContain(`--${name}`);
    }
    const macros = out.split('\n').filter((line) => /^[.']/.test(line));
    expect(macros.filter((line) => !/^\.(TH|SH|SS|HP|TP|B)( |$)/.test(line))).toEqual([]);
  });

  it.skipIf(!has('man'))('is_set_by_man_without_a_complaint', async () => {
    const { out } = await printedBy('man');
    const { stderr, stdout } = spawnSync('man', ['--warnings', '-l', '-'], {
      input: out,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', MANWIDTH: '80' },
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('NETOPSY(1)');
  });
});
