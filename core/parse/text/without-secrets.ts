/**
 * A line without the keys in it, so that none is kept, shown or exported. What prints keys:
 *
 *   auth-trunc hmac(sha256) 0x0f4c...96a1 96          ip xfrm state; enc, auth, aead and comp alike
 *   private key: yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=       wg showconf, wg show: PrivateKey, PresharedKey
 */
export function withoutSecrets(line: string): string {
  if (!keyWord.test(line) && !line.includes('"key')) return line;
  if (isXfrmKey(line)) return line.replace(/\b0x[0-9a-fA-F]{8,}/g, leftOut);
  const named = /^(\s*(?:private key:|preshared key:|PrivateKey\s?=|PresharedKey\s?=)\s?)\S+/i.exec(line);
  return named === null ? line : `${named[1]}${leftOut}${line.slice(named[0].length)}`;
}

/** Spares most lines the patterns. */
const keyWord = /^\s*(?:auth|enc|aead|comp|private|preshared)/i;
const leftOut = '(key left out)';

function isXfrmKey(line: string): boolean {
  const words = line.trimStart();
  return keyed.some((word) => words.startsWith(word)) || line.includes('"key"') || line.includes('"keydata"');
}

const keyed = ['auth-trunc ', 'auth ', 'enc ', 'aead ', 'comp '];
