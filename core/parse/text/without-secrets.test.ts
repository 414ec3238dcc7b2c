import { expect, test } from 'vitest';
import { analysed } from '../../testing/drawn-log.ts';
import { withoutSecrets } from './without-secrets.ts';

const key = '0x4a5b6c7d8e9f00112233445566778899aabbccdd';

test.each([
  [`\tauth-trunc hmac(sha256) ${key} 96`, '\tauth-trunc hmac(sha256) (key left out) 96'],
  [`\tenc cbc(aes) ${key}`, '\tenc cbc(aes) (key left out)'],
  [`\taead rfc4106(gcm(aes)) ${key} 128`, '\taead rfc4106(gcm(aes)) (key left out) 128'],
  ['  private key: yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=', '  private key: (key left out)'],
  ['PresharedKey = FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=', 'PresharedKey = (key left out)'],
  ['src 10.1.0.1 dst 10.2.0.1', 'src 10.1.0.1 dst 10.2.0.1'],
  ['\tproto esp spi 0xc2f6b6a1 reqid 16 mode tunnel', '\tproto esp spi 0xc2f6b6a1 reqid 16 mode tunnel'],
])('%s', (line, shown) => {
  expect(withoutSecrets(line)).toBe(shown);
});

test('a_file_of_keys_is_known_and_its_keys_are_not_kept', async () => {
  const state = `src 10.1.0.1 dst 10.2.0.1\n\tproto esp spi 0xc2f6b6a1 reqid 16 mode tunnel\n\tenc cbc(aes) ${key}\n`;
  const { analysis } = await analysed({ 'xfrm-state.txt': state });
  expect(analysis.artifacts.map(({ kind }) => kind)).toEqual(['known']);
  const lines = await analysis.texts.lines('xfrm-state.txt', 1, 3);
  expect(lines.join('\n')).toContain('enc cbc(aes) (key left out)');
  expect(lines.join('\n')).not.toContain(key);
});
