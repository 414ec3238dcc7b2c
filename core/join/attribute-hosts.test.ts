import { expect, test } from 'vitest';
import { attributeHosts } from './attribute-hosts.ts';

function hostOf(path: string, names: readonly string[], logHosts: readonly string[]) {
  const { hostOf: found, diagnostics } = attributeHosts([{ path, hosts: names }], logHosts);
  return [found.get(path), ...diagnostics.map(({ code }) => code)];
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

test('the_only_host_of_the_log_has_all_files_and_a_differing_name_is_said', () => {
  expect(hostOf('a.txt', [], ['rtr'])).toEqual(['rtr']);
  expect(hostOf('a.txt', ['other'], ['rtr'])).toEqual(['rtr', 'host-differs']);
  expect(hostOf('a.txt', ['other'], [])).toEqual(['']);
});
