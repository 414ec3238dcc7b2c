import { spawnSync } from 'node:child_process';

/** Who holds the rules: its loader, and how a host's owner lists them. */
export interface Tool {
  /** Reads a ruleset from its standard input. */
  readonly load: readonly string[];
  /** The form that tells most. */
  readonly whole: string;
  readonly forms: Readonly<Record<string, Form>>;
}

/** One way in which the rules are listed. */
export interface Form {
  /** As the file would be called. */
  readonly file: string;
  /** A command for sh. */
  readonly script: string;
  /** Whether it leaves the interfaces of rules out. */
  readonly hidesInterfaces?: boolean;
}

/** The tools whose rules Netopsy reads, and the forms in which they list them. */
export const tools = {
  'iptables-legacy': xtables('iptables-legacy'),
  'ip6tables-legacy': xtables('ip6tables-legacy'),
  'iptables-nft': xtables('iptables-nft'),
  'ip6tables-nft': xtables('ip6tables-nft'),
  nft: {
    load: ['nft', '-f', '-'],
    whole: 'nft list ruleset',
    forms: Object.fromEntries(
      ['', '-a ', '-n ', '-s ', '-j ', '-j -a '].map((options) => [
        `nft ${options}list ruleset`,
        {
          file: options.includes('j') ? 'nft.json' : 'nft-ruleset.txt',
          script: `nft ${options}list ruleset`,
        },
      ]),
    ),
  },
} as const satisfies Readonly<Record<string, Tool>>;

function xtables(command: string): Tool {
  return {
    load: [`${command}-restore`],
    whole: `${command}-save`,
    forms: {
      [`${command}-save`]: { file: 'iptables-save.txt', script: `${command}-save` },
      [`${command}-save -c`]: { file: 'iptables-save.txt', script: `${command}-save -c` },
      [`${command} -S`]: tableByTable(command, '-S'),
      [`${command} -v -S`]: tableByTable(command, '-v -S'),
      [`${command} -nvxL --line-numbers`]: tableByTable(command, '-nvxL --line-numbers'),
      [`${command} -nvL`]: tableByTable(command, '-nvL'),
      [`${command} -nL`]: { ...tableByTable(command, '-nL'), hidesInterfaces: true },
    },
  };
}

/** The tables one after another under their prompts, as they are pasted. */
function tableByTable(command: string, options: string): Form {
  const each = `echo "root@rtr:~# ${command} -t $t ${options}"; ${command} -t $t ${options}`;
  return { file: 'listing.txt', script: `for t in raw mangle nat filter security; do ${each}; done` };
}

/** Loads a ruleset into a namespace and lists it in each form; the loader's complaint where it refuses. */
export function listBack(
  namespace: string,
  tool: Tool,
  ruleset: string,
): ReadonlyMap<string, string> | string {
  const loaded = inNamespace(namespace, tool.load, ruleset);
  if (loaded.status !== 0) return loaded.stderr;
  return new Map(
    Object.entries(tool.forms).map(([form, { script }]) => {
      const { stdout, stderr, status } = inNamespace(namespace, ['sh', '-c', script], '');
      if (status !== 0) throw new Error(`${script}: ${stderr}`);
      return [form, stdout];
    }),
  );
}

function inNamespace(name: string, command: readonly string[], input: string) {
  return spawnSync('ip', ['netns', 'exec', name, ...command], {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
}
