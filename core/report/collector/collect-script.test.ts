import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlow } from '../../questions/flow-selector.ts';
import { english } from '../../words/en/index.ts';
import { type Collection, collectScript, isCollectScript } from './collect-script.ts';

const nothing: Collection = { flow: null, seconds: null, packets: null, trace: true, missing: [] };

function script(asked: Partial<Collection> = {}, flow = ''): string {
  const selector = flow === '' ? null : readFlow(flow);
  if (selector !== null && 'wrong' in selector) throw new Error(`no flow: ${flow}`);
  return collectScript({ ...nothing, flow: selector, ...asked }, english);
}

function valueOf(text: string, name: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

describe('the_settings', () => {
  it('are_those_of_the_flow', () => {
    const text = script({ seconds: 30 }, 'tcp 10.1.0.0/16 > 10.2.0.2:443');
    expect(['FLOW', 'FAMILY', 'PROTO', 'SRC', 'SPORT', 'DST', 'DPORT', 'WAIT', 'TRACE'].map((name) => valueOf(text, name)))
      .toEqual(["'tcp 10.1.0.0/16 > 10.2.0.2:443'", "'ipv4'", "'tcp'", "'10.1.0.0/16'", "''", "'10.2.0.2'", "'443'", "'30'", "'yes'"]); // prettier-ignore
  });

  it('ask_for_what_a_bundle_lacks_and_without_a_flow_for_nothing_else', () => {
    const missing = [{ host: 'gw-a', command: 'ip rule', facts: [{ kind: 'fib-rules' }, { kind: 'sysctls' }], packets: 3 }] as const; // prettier-ignore
    const text = script({ missing });
    expect(valueOf(text, 'WANTED')).toBe("'routes sysctls'");
    expect(text).toContain('ip rule on gw-a');
    expect(valueOf(script({ missing }, 'udp any > any:53'), 'WANTED')).toBe("'all'");
  });

  it('let_no_name_of_a_bundle_out_of_its_comment', () => {
    const host = "x\nreboot #'\r\u2028$(reboot)";
    const missing = [{ host, command: 'ip rule', facts: [{ kind: 'routes' }], packets: 1 }] as const;
    const lines = script({ missing }).split(/[\n\r\u2028]/);
    expect(lines.filter((line) => line.includes('reboot') && !line.startsWith('#'))).toEqual([]);
  });
});

describe('a_script_is_told_from_others', () => {
  const missing = [{ host: "x'\nreboot", command: 'ip rule', facts: [{ kind: 'routes' }], packets: 1 }] as const; // prettier-ignore
  const own = script({ missing }, 'tcp any > 10.2.0.2:443');

  it('whatever_its_settings', () => {
    expect(isCollectScript(own)).toBe(true);
    expect(isCollectScript(script())).toBe(true);
  });

  it.each([
    ['a_command_among_the_settings', own.replace("WAIT='10'", "WAIT='10'; reboot")],
    ['a_line_more', own.replace("WAIT='10'", "WAIT='10'\nreboot")],
    ['a_quote_that_ends', own.replace("WAIT='10'", "WAIT='10'$(reboot)''")],
    ['a_value_that_is_a_command', own.replace("WAIT='10'", "WAIT='10;reboot'")],
    ['another_setting', own.replace("WAIT='10'", "PATH='x'")],
    ['something_after_it', `${own}reboot\n`],
    ['something_before_it', `reboot\n${own}`],
    ['another_text', '#!/bin/sh\nreboot\n'],
  ])('from_one_with_%s', (_, text) => {
    expect(text).not.toBe(own);
    expect(isCollectScript(text)).toBe(false);
  });
});

const shells = [
  ['dash', []],
  ['bash', ['--posix']],
  ['busybox', ['ash']],
] as const;
const present = (tool: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' }).status === 0;

describe.skipIf(process.platform === 'win32')('the_script', () => {
  let folder = '';
  let tools = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'netopsy-collect-'));
    tools = join(folder, 'tools');
    mkdirSync(tools);
    const fakes: Readonly<Record<string, string>> = {
      id: 'echo 0',
      ip: `case "$*" in
        *'xfrm state'*) printf 'src 192.0.2.1 dst 192.0.2.2\\n\\tproto esp spi 0x0000c123 reqid 1 mode tunnel\\n\\tenc cbc(aes) 0x0123456789abcdef\\n\\tauth-trunc hmac(sha256) 0xfedcba9876543210 128\\n\\taead rfc4106(gcm(aes)) 0x00aa00bb00cc00dd 96\\n' ;;
        *) echo "0: from all lookup local" ;;
      esac`,
      sysctl: `printf 'net.ipv4.ip_forward = 1\\nnet.ipv6.conf.lo.stable_secret = 2001:db8::5ec2\\nnet.ipv4.tcp_fastopen_key = 5ec2-0-0-0\\n'`,
      wg: `printf 'interface: wg0\\n  public key: aaa\\n  private key: 5ec2\\n  preshared key: 5ec2\\n'`,
      nft: `[ "$1" != -f ] || echo "$*" >>${folder}/changed; echo 'table inet fw { }'`,
      'iptables-legacy': `case "$*" in *-I*|*-A*) echo "$*" >>${folder}/changed ;; esac`,
    };
    for (const [name, body] of Object.entries(fakes)) {
      writeFileSync(join(tools, name), `#!/bin/sh\n${body}\n`);
      chmodSync(join(tools, name), 0o755);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(
    text: string,
    args: readonly string[],
    shell: readonly [string, readonly string[]] = ['sh', []],
  ) {
    const path = join(folder, 'collect.sh');
    writeFileSync(path, text);
    const env = { ...process.env, PATH: `${tools}:${process.env['PATH'] ?? ''}`, TMPDIR: folder };
    return spawnSync(shell[0], [...shell[1], path, ...args], { cwd: folder, encoding: 'utf8', env });
  }

  it.skipIf(!present('shellcheck'))('has_nothing_that_shellcheck_warns_of', () => {
    const text = script({}, 'tcp 10.1.0.2 > 10.2.0.2:443');
    // The two scripts that it writes for itself stand in it as here-documents.
    const inner = ['UNDO', 'WATCHDOG'].map((end) => {
      const from = text.indexOf(`<<'${end}'\n`) + `<<'${end}'\n`.length;
      return text.slice(from, text.indexOf(`\n${end}\n`, from) + 1);
    });
    for (const input of [text, ...inner]) {
      const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input, encoding: 'utf8' });
      expect(stdout).toBe('');
    }
  });

  it.each(shells.filter(([name]) => present(name)).map(([name, words]) => [name, words] as const))(
    'under_%s_writes_an_archive_without_secrets',
    (name, words) => {
      const { status, stdout, stderr } = run(script(), ['--output', 'out.tar.gz'], [name, words]);
      expect([status, stdout], stderr).toEqual([0, 'out.tar.gz\n']);
      const into = mkdtempSync(join(folder, 'unpacked-'));
      expect(spawnSync('tar', ['xzf', join(folder, 'out.tar.gz'), '-C', into]).status).toBe(0);
      const [top = ''] = readdirSync(into);
      const read = (file: string): string => readFileSync(join(into, top, file), 'utf8');
      const keys = ['0123456789abcdef', 'fedcba9876543210', '00aa00bb00cc00dd', '5ec2'];
      const all = ['ip-xfrm-state.txt', 'sysctl.txt', 'wireguard.txt'].map(read).join('');
      expect(keys.filter((key) => all.includes(key))).toEqual([]);
      expect(all).toContain('spi 0x0000c123');
      expect(all).toContain('enc cbc(aes) (key removed)');
      expect(read('sysctl.txt')).toBe('net.ipv4.ip_forward = 1\n');
      expect(read('ip-rule.txt')).toContain('lookup local');
      expect(existsSync(join(folder, 'changed'))).toBe(false);
      expect(readdirSync(folder).filter((left) => left.startsWith('netopsy-collect-'))).toEqual([]);
    },
  );

  it('with_dry_run_prints_the_tracing_and_runs_none_of_it', () => {
    const { status, stdout } = run(script({}, 'tcp 10.1.0.2 > 10.2.0.2:443'), ['--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toContain('ip saddr 10.1.0.2 ip daddr 10.2.0.2 tcp dport 443 limit rate');
    expect(stdout).toContain('ip saddr 10.2.0.2 ip daddr 10.1.0.2 tcp sport 443 limit rate');
    expect(stdout).toContain('nft delete table inet netopsy_');
    expect(stdout).toContain('ip rule\n');
    expect(existsSync(join(folder, 'changed'))).toBe(false);
    expect(readdirSync(folder).some((file) => /^netopsy-.*\.tar\.gz/.test(file))).toBe(false);
  });

  it.each([
    [['--nosuch']],
    [['--seconds']],
    [['--seconds', '0']],
    [['--packets', 'x']],
    [['out']],
    [['--output=']],
  ])('%j_is_wrong_usage', (args) => {
    expect(run(script(), args).status).toBe(2);
  });

  it('says_where_it_cannot_write', () => {
    const { status, stderr } = run(script(), ['--output', 'no/such/folder.tar.gz']);
    expect([status, stderr.includes("can't be written")]).toEqual([1, true]);
  });

  it('touches_nothing_for_anyone_but_root', () => {
    writeFileSync(join(tools, 'id'), '#!/bin/sh\necho 1000\n');
    const { status, stdout } = run(script({}, 'tcp 10.1.0.2 > 10.2.0.2:443'), []);
    expect([status, stdout]).toEqual([3, '']);
    expect(existsSync(join(folder, 'changed'))).toBe(false);
  });
});
