import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from 'vitest';
import { type AnalysedBundle, analysisDocument, analyze, packetDocuments } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { differences } from './compare.ts';
import { integrityFaults } from './integrity.ts';
import type { Truth } from './truth.ts';

/** The same captures as they come from customers: packed, as a sos report, as one file of all commands. */
const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const chosen = [
  'docker-dnat',
  'ipv6',
  'bridge',
  'ipset',
  'multi-host',
  'policy-routing',
  'rp-filter',
  'kube-proxy',
  'big-kube',
  'nft-native',
  'iptables-nft',
  'log-prefix',
];
const captures = readdirSync(folder).filter((name) => chosen.includes(name.replace(/-a$/, '')));
const scratch = mkdtempSync(join(tmpdir(), 'netopsy-packed-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const truthOf = (name: string): Truth =>
  JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8')) as Truth;
const bundleOf = (name: string): string => join(folder, name, 'bundle');

/** What was found, without the names of files. */
async function findings(analysis: AnalysedBundle): Promise<unknown> {
  const { packets, rules, policies, edges, deadEnds, hosts } = await analysisDocument(analysis);
  const journeys = [];
  for await (const packet of packetDocuments(analysis)) journeys.push(packet);
  const text = JSON.stringify({ packets, rules, policies, edges, deadEnds, hosts, journeys });
  return JSON.parse(text, (key, value: unknown) => (key === 'file' ? '' : value));
}

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;

/** Ways to pack the folder `from` into the file `to`. */
const packings: Record<string, { readonly tools: readonly string[]; pack(from: string, to: string): void }> =
  {
    'tar.gz': { tools: ['tar', 'gzip'], pack: (from, to) => tar(from, to, 'gzip -9') },
    'tar.xz': { tools: ['tar', 'xz'], pack: (from, to) => tar(from, to, 'xz -9') },
    'tar.zst': { tools: ['tar', 'zstd'], pack: (from, to) => tar(from, to, 'zstd -19 --long') },
    'tar.bz2': { tools: ['tar', 'bzip2'], pack: (from, to) => tar(from, to, 'bzip2') },
    zip: { tools: ['zip'], pack: (from, to) => zip(from, to, 'deflate') },
    'zip with bzip2': { tools: ['zip'], pack: (from, to) => zip(from, to, 'bzip2') },
    'tar.xz in a zip': {
      tools: ['tar', 'xz', 'zip'],
      pack(from, to) {
        const inner = `${to}.d`;
        mkdirSync(inner);
        tar(from, join(inner, 'case.tar.xz'), 'xz');
        zip(inner, to, 'store');
      },
    },
    'single files, each compressed': {
      tools: ['tar', 'xz', 'zstd', 'bzip2', 'gzip'],
      pack(from, to) {
        cpSync(from, `${to}.d`, { recursive: true });
        const tools = ['xz', 'zstd -q --rm', 'bzip2', 'gzip'];
        filesBelow(`${to}.d`).forEach((path, index) =>
          execFileSync('sh', ['-c', `chmod u+w "$1"; ${tools[index % 4]} "$1"`, '-', join(`${to}.d`, path)]),
        );
        tar(`${to}.d`, to, 'cat');
      },
    },
  };

function tar(from: string, to: string, compress: string): void {
  execFileSync('sh', ['-c', `tar -C "$1" -cf - . | ${compress} > "$2"`, '-', from, to]);
}

function zip(from: string, to: string, method: string): void {
  execFileSync('zip', ['-q', '-r', '-Z', method, `${to}.zip`, '.'], { cwd: from });
  execFileSync('mv', [`${to}.zip`, to]);
}

function filesBelow(root: string, below = ''): string[] {
  return readdirSync(join(root, below)).flatMap((name) => {
    const path = join(below, name);
    return statSync(join(root, path)).isDirectory() ? filesBelow(root, path) : [path];
  });
}

describe.each(Object.entries(packings))('%s', (way, { tools, pack }) => {
  test.skipIf(!tools.every(has)).each(captures)('%s is analysed as the plain folder is', async (name) => {
    const plain = await analyze(await sourcesOf([bundleOf(name)]));
    const file = join(scratch, `${name}-${way.replace(/\W+/g, '-')}`);
    pack(bundleOf(name), file);
    const packed = await analyze(await sourcesOf([file]));
    expect(await integrityFaults(packed)).toEqual([]);
    expect(await findings(packed)).toEqual(await findings(plain));
  });
});

/** Where sos(1) puts what the captures have, by its mangled name. */
const reportPaths: Record<string, string> = {
  'kern.log': 'var/log/messages',
  'kern.log.gz': 'var/log/messages-20261121.gz',
  'iptables-save.txt': 'sos_commands/firewall_tables/iptables-save_-c',
  'ip6tables-save.txt': 'sos_commands/firewall_tables/ip6tables-save_-c',
  'nft-ruleset.txt': 'sos_commands/firewall_tables/nft_-a_list_ruleset',
  'ebtables-save.txt': 'sos_commands/networking/ebtables-save',
  'ipset-save.txt': 'sos_commands/networking/ipset_save',
  'ip-rule.txt': 'sos_commands/networking/ip_-4_rule_list',
  'ip-6-rule.txt': 'sos_commands/networking/ip_-6_rule_list',
  'ip-route.txt': 'sos_commands/networking/ip_route_show_table_all',
  'ip-6-route.txt': 'sos_commands/networking/ip_-6_route_show_table_all',
  'ip-addr.txt': 'sos_commands/networking/ip_-d_address',
  'ip-link.txt': 'sos_commands/networking/ip_-s_-d_link',
  'ip-neigh.txt': 'sos_commands/networking/ip_-s_-s_neigh_show',
  'snmp.txt': 'sos_commands/networking/nstat_-zas',
  'sysctl.txt': 'sos_commands/kernel/sysctl_-a',
  'conntrack.txt': 'sos_commands/conntrack/conntrack_-L_-o_extended',
};

/** Another network namespace of the host, in which everything is dropped: none of it may be believed of the host. */
const otherNamespace: Record<string, string> = {
  'iptables-save': '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\nCOMMIT\n',
  ip_route_show_table_all: 'blackhole default\nlocal 10.9.9.9 dev lo table local proto kernel scope host\n',
  'ip_-4_rule_list': '0:	from all lookup local\n10:	from all prohibit\n',
  'sysctl_-a': 'net.ipv4.ip_forward = 0\nnet.ipv4.conf.all.rp_filter = 1\n',
};

function asReports(name: string, to: string): void {
  const put = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), content);
  };
  const reportOf = (host: string): string => `sosreport-${host}-03512345-2026-11-21-kqvxtrd`;
  const fallback = (truthOf(name) as { hostname?: string }).hostname ?? 'rtr';
  const hosts = new Set<string>();
  const severalHosts = filesBelow(bundleOf(name)).some(
    (path) => path.includes('/') && !path.startsWith('pcap/'),
  );
  for (const path of filesBelow(bundleOf(name))) {
    const [file = '', host = fallback] = path.split('/').reverse();
    const owner = host === 'pcap' ? fallback : host;
    hosts.add(owner);
    // Beside the folders of several hosts, a summary is of all of them.
    const isShared = file.startsWith('pcap-summary') && path === file && severalHosts;
    if (isShared) put(path, readFileSync(join(bundleOf(name), path)));
    else
      put(
        `${reportOf(owner)}/${reportPaths[file] ?? `tmp/${path}`}`,
        readFileSync(join(bundleOf(name), path)),
      );
  }
  for (const host of hosts) {
    put(`${reportOf(host)}/sos_commands/host/hostname`, `${host}\n`);
    put(`${reportOf(host)}/sos_commands/kernel/uname_-a`, `Linux ${host} 6.18.0 #1 SMP x86_64 GNU/Linux\n`);
    for (const [command, output] of Object.entries(otherNamespace))
      put(`${reportOf(host)}/sos_commands/networking/namespaces/blue/ip_netns_exec_blue_${command}`, output);
  }
}

describe('as a sos report', () => {
  test.each(captures)('%s is analysed as the plain folder is', async (name) => {
    const tree = join(scratch, `${name}-sos`);
    asReports(name, tree);
    const [plain, report] = [
      await analyze(await sourcesOf([bundleOf(name)])),
      await analyze(await sourcesOf([tree])),
    ];
    expect(await integrityFaults(report)).toEqual([]);
    expect(await differences(report, truthOf(name))).toEqual(await differences(plain, truthOf(name)));
    expect(withoutOtherNamespaces(await findings(report))).toEqual(await findings(plain));
  });
});

/** The other namespace has rules and policies of its own, which no packet of the log met. */
function withoutOtherNamespaces(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document), (_, value: unknown) =>
    Array.isArray(value)
      ? value.filter(
          (item: unknown) => !String((item as { host?: unknown } | null)?.host).includes('/netns '),
        )
      : value,
  );
}

const commands: Record<string, string> = {
  'iptables-save.txt': 'iptables-save -c',
  'ip6tables-save.txt': 'ip6tables-save -c',
  'nft-ruleset.txt': 'nft -a list ruleset',
  'nft-trace.txt': 'nft monitor trace',
  'xtables-trace.txt': 'xtables-monitor --trace',
  'ebtables-save.txt': 'ebtables-save',
  'ipset-save.txt': 'ipset save',
  'ip-rule.txt': 'ip rule',
  'ip-6-rule.txt': 'ip -6 rule',
  'ip-route.txt': 'ip route show table all',
  'ip-6-route.txt': 'ip -6 route show table all',
  'ip-addr.txt': 'ip addr',
  'ip-link.txt': 'ip -d link',
  'ip-neigh.txt': 'ip neigh',
  'snmp.txt': 'nstat -az',
  'sysctl.txt': 'sysctl -a',
  'conntrack.txt': 'conntrack -L',
};

describe.each([
  ['prompts', (host: string, command: string) => `[root@${host} ~]# ${command}`],
  ['headings', (_: string, command: string) => `\n==== ${command} ====`],
  ['the trace of sh -x', (_: string, command: string) => `+ ${command}`],
])('all commands in one file, with %s', (_, heading) => {
  const single = captures.filter((name) => !name.startsWith('multi-host'));
  test.each(single)('%s is analysed as its truth says', async (name) => {
    const host = (truthOf(name) as { hostname?: string }).hostname ?? 'rtr';
    const folderOfOne = mkdtempSync(join(scratch, 'one-'));
    let transcript = '';
    for (const path of filesBelow(bundleOf(name))) {
      const content = readFileSync(join(bundleOf(name), path));
      const command = commands[path];
      if (command === undefined) writeFileSync(join(folderOfOne, path.replace(/\//g, '-')), content);
      else transcript += `${heading(host, command)}\n${content.toString()}`;
    }
    writeFileSync(join(folderOfOne, 'commands.txt'), transcript);
    const plain = await analyze(await sourcesOf([bundleOf(name)]));
    const read = await analyze(await sourcesOf([folderOfOne]));
    expect(await integrityFaults(read)).toEqual([]);
    expect(await differences(read, truthOf(name))).toEqual(await differences(plain, truthOf(name)));
  });
});
