import { expect, test } from 'vitest';
import { attributeHosts, type NamedFile } from './attribute-hosts.ts';

function hostOf(path: string, names: readonly string[], logHosts: readonly string[]) {
  const file = { path, hosts: names, folderHost: null, namespace: null };
  const { hostOf: found, diagnostics } = attributeHosts([file], logHosts);
  return [found.get(file), ...diagnostics.map(({ code }) => code)];
}

test('a_file_is_of_the_host_that_it_names_with_domain_or_without', () => {
  expect(hostOf('a.txt', ['rtr'], ['edge', 'rtr.example.com'])).toEqual(['rtr.example.com']);
  expect(hostOf('a.txt', ['RTR.example.com'], ['edge', 'rtr'])).toEqual(['rtr']);
});

test('of_two_hosts_with_one_short_name_the_full_name_decides', () => {
  const logHosts = ['fw.paris.example', 'fw.london.example'];
  expect(hostOf('a.txt', ['fw.london.example'], logHosts)).toEqual(['fw.london.example']);
  expect(hostOf('a.txt', ['fw'], logHosts)).toEqual([null, 'host-unknown']);
  expect(hostOf('a.txt', ['fw.rome.example'], logHosts)).toEqual([null, 'host-unknown']);
});

test('addresses_are_not_shortened', () => {
  expect(hostOf('10.0.0.2/save.txt', [], ['10.0.0.1', '10.0.0.2'])).toEqual(['10.0.0.2']);
  expect(hostOf('10/save.txt', [], ['10.0.0.1', '10.1.0.2'])).toEqual([null, 'host-unknown']);
});

test('a_folder_names_the_host_and_a_file_name_does_not', () => {
  expect(hostOf('b.tgz/edge/save.txt', [], ['edge', 'core'])).toEqual(['edge']);
  expect(hostOf('edge', [], ['edge', 'core'])).toEqual([null, 'host-unknown']);
});

test('the_host_that_a_file_name_begins_with_owns_it', () => {
  expect(hostOf('pcap/edge.eth0.pcap', [], ['edge', 'edge-2'])).toEqual(['edge']);
  expect(hostOf('edge-2_iptables-save.txt', [], ['edge', 'edge-2'])).toEqual(['edge-2']);
  expect(hostOf('edges.txt', [], ['edge', 'core'])).toEqual([null, 'host-unknown']);
});

test('the_only_host_of_the_log_has_all_files_and_a_differing_name_is_said', () => {
  expect(hostOf('a.txt', [], ['rtr'])).toEqual(['rtr']);
  expect(hostOf('a.txt', ['other'], ['rtr'])).toEqual(['rtr', 'host-differs']);
  expect(hostOf('a.txt', ['other'], [])).toEqual(['']);
});

test('a_folder_whose_hostname_file_names_the_host_tells_it', () => {
  const file = { path: 'x/ip-rule.txt', hosts: [], folderHost: 'rtr', namespace: null };
  expect(attributeHosts([file], ['edge', 'rtr.example.com']).hostOf.get(file)).toBe('rtr.example.com');
});

test('of_two_hosts_files_the_one_that_the_log_is_not_of_is_kept_apart', () => {
  const inFolderOf = (folderHost: string | null): NamedFile => ({
    path: 'ip-rule.txt',
    hosts: [],
    folderHost,
    namespace: null,
  });
  const [own, other, nameless] = [inFolderOf('rtr'), inFolderOf('edge'), inFolderOf(null)];
  const { hostOf, diagnostics } = attributeHosts([own, other, nameless], ['rtr']);
  expect([own, other, nameless].map((file) => hostOf.get(file))).toEqual(['rtr', 'edge', 'rtr']);
  expect(diagnostics).toEqual([]);
});

test('a_namespace_is_a_host_of_its_own', () => {
  const file = { path: 'a.txt', hosts: [], folderHost: null, namespace: 'blue' };
  expect(attributeHosts([file], ['rtr']).hostOf.get(file)).toBe('rtr/netns blue');
});
