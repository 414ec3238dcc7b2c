import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, readAll } from '../chunks.ts';
import { compressionOf, containerOf } from '../container.ts';
import { defaultLimits } from '../limits.ts';
import { packedSamples as packed, packedText as text } from '../../testing/packed-samples.ts';
import { type Damage, unpacked } from '../unpacked.ts';
import { type Compression, decoders } from './decode.ts';

/** The same text, in other forms of xz. */
const filtered: Readonly<Record<string, string>> = {
  // `xz -0 -C sha256 --delta=dist=3 --lzma2=preset=1`, `xz --x86 --lzma2`
  'xz with filters': [
    '/Td6WFoAAArh+wyhAgEDAQIhARDHTa6t4FBDCLtdADYaSila0CD5Yh0t5e3cJh5GoMu8dQMj1iQRuJzZWzwCkU3qe1gH6JubEmbS6C++1LwPYtPV',
    'sxefLzhWoXl+EPBl9UqFoyNbyoTuCHBuGpLy7vhLuskJ08SWlz4irOvVRkM/9oECbYC5f54JtShp9s7tyjHVQUHB7x03XBqvz/YUkkhT205++DGQ',
    'uUJfZHlhJI4lZ7HcYyvKXoRyhqvzpzURMB1Yco1kLNhtXqdlwC9O6Ji3/IiuVcf+SFkJJiV9NyQWbuKc+zjc8rolB+8VFeOJkXJK4qvWHJqfnu+2',
    'PwL2Ic/K7x2H4N6B5i7PnmYQ09vwRSQ7NbSOyCDEy26lOiL9kb6oPrzzUk8l9BXzHbaeh7klMefoBJNRk2Bs7hUYLnz4sqochMxwJY8C2cIWXU8X',
    'I5QbrBhC8aZD6Q3PuU81tvO74bXo7UR5OBT0BXnyRRu9Sz6DJum9tTfyGDrU4kQ2lTyDpBMNTxyVBV20Gm0/9xT6RuAOFqGHtkws4fpKzHpu/KEE',
    'bthtjlYsOScXa0DsjEmUK5u61TMUOAgP/vWo3kFl+wxzIKwmDXSvU0HC97bbxuVFuPh2l0/1Xu0ciC3uT6ehbSRqT19QUv/OtrvwuABvfRMYFlIy',
    'sCyoB3RJ3iIWeMyjw+UhwRdisgMUq50+0ArqToBIZ46mVdXnFDEp5NES0mvQ+Oky40yjTcc4ln0f/+98p19SbmZBciddXQia2QW0rteY4KqeJv8j',
    '2OYMOXYU4iBskBkdFuN8qnCDxAthGeVSIKE/IYZ1Q+F9zjxeTgmvfxpjvZOCyhq/XJVQnTYQqIg+oahG37jbJ+t/XcxGi+UZVT1HyC9pWyWOkts1',
    'oEGM2c3FnsafKOt/1dc29Dk6Iprmffp3hoNNP1L4wKR3SZLU9TtuQS01VlxuOIB2d7UgPBUWczytW2Sk4hczj6e/BaKprM0SGMk9V9rweXYghNS+',
    '/L7veNhJ8icjfIud49OLeWc/fhrSuu643KaoEF/6vOCBqW3k9EI3+XknSF278UtIW09HObPb3VWYvBGqYJDCNEesLuNctiWEbXNUYlinsbIW1KLM',
    'SXqvdCwNXaHsyFb7yvE/2qP7UJHlsVx5xGp9ea15Hb11AA8c4zdzgqVXQzO83TcSfFZc2IJWP2pXiWn99+UJESCWLYGxfwF/I03SNCLFohZwO2pn',
    'edWmaE1TCMEjOdR4cXiJAHMlWQaZsGzWEOCKCpyg2sGC8rarDrJ3DGFHxPDUWRZX28TB/RLsxt7nmqIHMV8AipYdeBZD6gwcnbf5jDccFj9BTrun',
    '494s/rIBLkhpF0W7HQMovZgO2tkcnZsSWdHgP6uRxVOuViO3DIu1nETH+y8AE1f7D7mve1f1Zk36bHSXWw9YDKpt4gimhZtzoHELQdLLDSLiR76s',
    'irnq4RRxf0ll6aE+qrmkE0FrO0lqxouDE/ZMbUC7ggjcegaHizdmGt8ACFzWm4RdrD1GY/BBW/2jWPz2NzqUtZWHKdSyOpfv/QqEgSEssXgR605e',
    'EePqRxnsnYKCIFAL49pntj1wudxKdarGliN1HvXKydyItJCAPmFkiUFQ+ejYbwzTESHJkQHKO0tuz8xGVpZ3Iln1eMhybuRm9voM1W51qofHJpRd',
    'J5TRoGcqzWZ7oiAwZ2mlw6q6JbCV/7XJXpOpgdO/qi66Qx5aD0yzHLVQONRwxsRaWt+ihTzvCcExFv8irmRhuRBGDEIh758JTQuhPzOzppKTnkYA',
    'PM+QAsc0iWwCwBI5ekRsTTCYs15AmnoQpLQUE6Dn/I7Z4DCqvxsJ0z/vXHc2e87fxbt7XAJleVxyjODE0B0lN14RfA3SnSw05lQAZDBVbaIAsnqC',
    '6LIbFpimoevBRPxu4zntf91f2llYDuUPTWqKenyF2AOLkuOM5mVHRzFzmLnEw3jU/d2WRJ5SoX83uJFfYd13cYMt30Qlizf1KU8DYH7OkPb+MIwb',
    'QyenYKRbIVibnSQSUj877jm+K2xqQQyWLrxrhVNdHoGiuiaWNMcIcleVm7JAQOwF3CUxEKV7asp6ZYiVuqBSI3r0IzoByDH6KHRfAuriz+f4piO9',
    'MrueAxFhC9lCvj6xvPzK4zWBCRjiTKFLHMbgNl9BmqDfZ1stNf98yaH7vbmeN7yZEDQVrYThgz+VEk00+0Gd2lAP5jJq318IY+33xNgV8kSkbR0U',
    'nlycgiyCRfXgZvJDZ3DBRMp0cA8i38dESeeceq5SBNFzuNDA+Yf5rCYvwuuh/u9kJBoN8rRxNUyn3sOmxg11SS5w4frxgy1xRkPXRSyYaEe0/IBX',
    '70/b8noT8yQ16MrySoTu029Vjr1OwdSa+Ux17kg9bnlwIq1mWg78MJetWg8xVjmCqhR00s+8jkakd2/mbZainP/hIZlMSAFQ8vXQBtCYbCOLk2N/',
    'aqxZU8kAnNy4CSetkKRnrSy4RhoTySIdS1nu6vNGoviOSv0VH3FMGmgqZdv0iwmIKCKIocqC4iK5ALekAmGurx97nllHp5aSGXPHp9zoQMGiVFxN',
    'zPMXoUOHCiMN4uLvEWdzeYeeUuXZ054a3iN9YM2X0UU6XpzkWcqWlO2E+Vld8kCNvvgqcXKKvQ4qDyrEFxL+o0SYy/QZWKtkHKICvnti5I7gYc+F',
    'YmeWTGpMMu7OKz7+Q+QNJoacfpfsrd9Q3wz3MNImt7D5kDGjUEjBi0amNkb6cVXX6hK3VgLuM/u6HJjUdNTUWMzTB+Fco3SiD/e58OrtD5FfMUxd',
    'y9T4qiDASRd4sMbnF5PCY7YTX4D7fK+G506bNrqbA1NVewF0pp/Z5xej0qtD5RDNoUH7FMYVSvzzM2QzEwGcDHS8nvHi/aHxHc8EDPnmlIVUqPpi',
    'oPJhZmkejOTbwM8WIKA3KQyov0xFQMfiyve6SIfCNOu5o7ZgI+8UMnBLPd3h4eyMjMWZIFnbasogXkPJLoYquBovDUXUZcJ/jJehoR7msnzo+wAA',
    '/0JqdfMCUan1fDzhT8XppHrgkwpl3AwNs0LBPz/tJlsAAe8RxKABAMjWi0C26d8cAgAAAAAKWVr9N3pYWgAABObWtEYCAQQAIQEWAA2GNR/gUEQF',
    'V10AGQzAJuE0NPaNGj0sSpGOuYpJDxshxTAP3aX4MsjYoSagTv8N6A0HmTP6HhFPPpZ15ESDwbokjT9oL19GoNbsK79P84cNakswKyaEifVuEBkj',
    'zIVl9M81l8m4zTKuZ6nm6u4bqkhUdt5d9H7tFRWdDP3As1ZWM7gFAcqpF8vP9OaPzr+S0jTqZYBrPGoSrfpHYEByYa7vL43OW2oe0uuwggi0A34i',
    '8jZQIawruCXalItovcDcr0fwlDrpnsevsAupNFgOZliAF0RBpihZ3IwDCCAhjjpKXwOGuzse61lAKYNn0OfFnWxtgrVmx0B5LBLwZu1+sIYSKAlV',
    'NhNN+VXQOnRchNPGDfXVdkeR5Lt1WsgYxqyUuVLQbTTomz6/nrHVXOHK0hi4ToNrFZZWy6q921mRV6InK6rF0jzc7L8zCyR9RAhmD/QhG149QGuR',
    'seKANlihOc4mzfV+JV0b8l7PvodB+Yz0pREsmEYjiYP2cPlfgyxC2CUoN0CeeZ3vijTjecDTJrXDCCqEZCfqJNjIxeABH3TV3NCABNCurqV1ql0N',
    'DUtuxJ5CYVWMvS5n6Eqjn9Qx7VKsX4u4Cc3oG6RcWbG9iBLM1/C6vqpSuGq2cRHaBQbLQ/jl0luCDR0Bw3CUwUEjMiP2rxg3VOxZGBqZ8C6Fi2Kj',
    'coJ7XHQ0dCoegzqajv+NI1AFupMWkZA48NrcFUiHggTt73gFXzhxytvL+Tljm63INrUoXbGBmW1axbpMJQz2RkwidXTOBFA0UfOiZaAC8z2Pkjkk',
    'pw4lcpcKNs04YLPa6R5W2rPFyvua5dA3hHkCsdA+JztJpDvxcUiaJIZCaVyPxPbKxFVYJ+fgHg4QXumxSedVcZeEfL21RM/+gqx9SnIgcOIHBklo',
    'BtSF/2lYiEsD9ZB0i7wy+BLDjn3djFn9m3ut7SwHAs+reYsJLKG9WFXgC2DnbxAG1ejdtCoXnWmnIx1C4HBV8Ujx47GdFOjy3xtgQE3CVWs+xpoy',
    'vXIxAZcR0LnnLW82r/IW++Q/lJvXx81MAhvmjSDMc5UJC2roEwYpBTDvwmsA3qyf0tLwTPaBFUTGc/+qKVwCNr12V1mWgIWbOoeRigobdKfp2WyB',
    'ztwKcPOxC/m6rM+vJUFm3Vtmt/OATd/xNe1kZFqOYgJOA3kkT3lUPYslDnUIFYOoQe1REJQUNzOnS03gshicInaJPClpunkvV2EZ/hrr0lp/Apg6',
    'gwF6VCern20UU44IcsuGFSMSTFq4/r5so0TmzlYs8PI+mUeNZyKFX8y9RHVDWVKQAsKgIi/Wku1RKULISdZKWtcGuCMkvKriUspx8Pl+aL5dMswp',
    'zc+ymT7gLuTBLkf3BaJXHmVsO1cimxTmKqi7QMGX1/L05ALAq20XGGfgd02GB0FbbV33WtswWzuR7Skak7YVhumtfygHNcSzpfLmNOrfsI0PJc5g',
    'CKtNtuZHzOXimD4CfBFD9GhKleyj4J0voX/gkzb2/92u4LpTJUprcOCZSRwJCuXeT0MiZKu+hS8uggfR2qJuPVMJNyuYagVaYxEpUABpUELq1FKV',
    'V9+DRqpK2WjqndWOWEL600cX9tPOHrU8Z0PQsjm2eP24JYLQDglYf+IoE6cosv4pZZfnQgzNGPxSrg0Nw19Nf4vOlbZ6SmgeIOBUQ+lpXQ7sHY3C',
    'C4jf5ng3Z6hkc7VH6l05yg5EsSFnrVwOgvQt3ShIxq2TVb4cFxw8e0HFr3mXe4m5/Z/qOZDlKWPKiAw76qyIddSQO0ARxA/YHPfAdg57ovsMV4SM',
    'qky8E3vgAJ5s/AePlJXwVOpwNz/FM0pRkgAAAIIeOzC/3O8FAAHzCsWgAQDe1RObscRn+wIAAAAABFla',
  ].join(''),
};
const lzma = [
  'XQAAAAT//////////wA2GkofCKAmA00HJ4FG4ihCj6rCXW6ofzDtUduYBfSaqN5gdDYJ2xOlO8nz+lPhODt8ft1nyjEXHMk0s6hsWDrFqu+pe+43',
  'FRGv+mau30QaJJHyhKhzdE2iq+wOrHf0qGqRie8nFWVTgTLsvhloR5etwfKa0fwXLWdcpKkETujfSCHr11105+Wg4a6GepOtyixEOOTfKTDe2W8j',
  '7xdovNbIZkmANSjQZEMT6nd9wLKGPKMyu2105S4w6tfi64fuxRiSbuCPL5XvNrajvbeD7O7NJfjyrG49Fv5I9VY6Qlp1EuJGRL4HDTE/3SEuAfWu',
  'H0+qqm8vsNaA6PlOJdEY/MKXPSIJOiaZQMcm68JossL2KQR/hOuxk02JlM8EUMF8QEa/7kjZwN/hrYt9TXtybfjDDLgfcxLWbaBd0nFixIoKK1hG',
  'CAYd8buMxwre2y2/7F/iiF9FeAeFFW3cMum+oOrjbHRbx/a/QLLpERoUKn6wAh0cE9NELxFZo7kzsD0SG9X/KUvCkNsRlYlhurtOZlU0OfM7cpjE',
  '/tWOKyWXbYgJhIIBGCP0w1MBcR48AT2DRu1lgPkMYjVUOOvJFx0lz2vVW9I5PvD9uJxfMsygDFTJ2Wl1OHt39/BfnPGAt9Auxvj/V4PDAhyxli/j',
  'lV8BSUppCj9HC8Gj7uC+O2+C/8zHvShFdjwXSpz3pR0slpk0Vf3TM3FAypTPKJIbDv5MPFSaioSwj0kGKZe4BQcJI2FrRwKS1SA43vYNcN+jZl+h',
  'AijQCrcLVAihNjZTgBfCNH/U2wVmtrdfKFAnVqJpEgj7YUra5Mt1QZ9gkyDsKJnb9lwvapE5sXjdLu18cU3+rIBAojP3Wlp3aV1/iNnRQIvEOosF',
  '5KNr/SUWdC5Ueb62iQkyeX76jLqaXsGJa1JGuPtuKR7MkJvT3b082Ajw71P597pyZ/9R0FbJR98tByeUJ1UR6Aw57ZxKBiptOhxUBEn22kk+HrAV',
  'MXdA9h4RUMiwfZ+NaYhU8rOVWdY8kSxANAOhEvwDsh6heh/LZqDHw9UD9Ww6d/koIMYle3INwiliEe9ea+RKld35Uo9LG3RhTw4pj+C5FAAd6D8x',
  'J0jZ4TP2fg0hss/dyZw38sUffdjxW21VhLyC7yWRYmEduK9jQ0H/mIf8OCQkNAr0ikE7WMLw7QkBb9Tm6tewut32PfrlImgvQDnKd5uKEeGv5I3P',
  'g8A4yRXXtXYbepnTrbGYOLpkyRXac/ILjHtCkCstYZ84d4zaFqfC3swH5eJ5nXXa2qMpiJnOFYpSzlPzbTR0AILbErfwK8g9NxAk+A3PH87NURsz',
  '3xZ8d4cvClc/467TsukAkuJIvad2oLATGrh4A7kTKGEr1G3d4eAsKLfdK6LKmC92ZkNDw4KLgMmxExBAGeZ8AXLgUaauHO5KFyPM5Z2x+jAgHN+v',
  '2y9RABXw+4Of9XNC7TfIFv2M/cTF7QuQ7YRvfcJIKQ3U0P2etrbL8zaA9twG+W9yl3+mlHS4CZKrk030N2NSrwMMtbQTGAhpPE4pZOO3VXx7CA0O',
  'lHIGFXimn0BHhYTGtqYazRIF2qckSN1mWjDl8TMoUIb48vG0AlJyAnPj8stoPN7cxrshJXMC5YbD1Fenogb19nROvgh6SUCRhaxYUS7KuTxdPoVP',
  'brGnLnwqAoTVGgDMC6wseTd0roZxKFhz1J4NKHLsyUzg1Zpy8VtkiTbREQli4eRl4RPYRGb885jsTDB++ZVScyAXObX37MvC1yISBL/n0oEn1MLI',
  'ahT2pQz6OXlT+geIH7hYtFq1APi5sPgeJIcW8mUpBbmrTg3AvaN6I23PhO4Yc81acSUmn3LaJ9Zw/UVMa8TJz9ToOMHN7+qXrdZxuy0uBeuXPnZm',
  'oylHY3FHE/QMTXlnQqG8POGqSjwLxF/p+SIsuneDb8e+FkleTQ2Cr3aL8WuRMt7PRbHeY/dENtLPrvfZD6l2v47jGm57/OPQxlKgZUlsXDcAztAq',
  'KsKcqSIEs3DxYuRBav0x06U5IUoJOXm/PAJoXwGyHzyC2NqdO8L1kY4gdTs3+LXJDaccQxkqknBLyKTFCGIrY3KfrZdGEfZ93x0BUeRQAnOdnZal',
  'Gi95XFmlHUszvNk65V3Q8YCWCFn3jm/aAIt6roF0E0B9eiiJM4qwOezrVM54b6HUGBTTsYz/jfgbmApZZp/Ny4YJ0pmFj4J8sFWlA5PTgkVsqnqX',
  'bJFPLJ91DZda1mjZD9YtWyAMVD0pS0dH9x4/d1fy2unHn8KtamfnzeZp6cUh8O7uYIQHSxbgrq+2mFiZ6hbGclHcvSS6XOD2FUSsFVv12Vv9l1Oc',
  'Xhbt7ydoVsEu2PBtq7O/9w+o/QnPjXQfXlOklgxLuvreAoXaDvPJs4U/eYwly8oow7qVFfLAAsWQM7MP1xPyoDg6mg+jEpnyRbIVKIEocAq1HzYJ',
  'V8FJpQw5jHENH5LybIh84YZNoJi4rTVgDtWUapLRizvELjNFisg3lTKHE0fBAA7a0PzTDpoxRJ8excXJaCzEgRBDQ74OeWqU2DCsNSdo7s/p+OiN',
  'yK/2aERdQITSEO320PGQx2H7HjsVGaufirL5CP6NOjcNeiXj48qIA34z+/3Ee6aPvKTcJPnE/fGjlGPakrO/RNfj///JPkcA',
].join('');

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpack(compression: Compression, bytes: Uint8Array, pieceBytes = 1000, most = Infinity) {
  const damages: Damage[] = [];
  let spent = 0;
  const watch = {
    spend: (count: number) => ((spent += count) > most ? ('bundle-size' as const) : null),
    goesOn: async () => true,
  };
  const content = unpacked(
    inPieces(bytes, pieceBytes),
    decoders[compression],
    defaultLimits,
    watch,
    (damage) => damages.push(damage),
  );
  const read = new TextDecoder().decode(await readAll(content));
  return { read, damages };
}

describe.each(Object.entries(packed) as [keyof typeof packed, string][])('%s', (compression, base64) => {
  const bytes = bytesOf(base64);

  test('is known by its first bytes, and streams that follow each other are one content', async () => {
    const container = containerOf(bytes);
    expect(container !== null && compressionOf(container)).toBe(compression);
    for (const pieceBytes of [1, 7, 100_000])
      expect(await unpack(compression, bytes, pieceBytes)).toEqual({ read: text, damages: [] });
  });

  test('cut off anywhere, what came before is delivered, and the cut is told', async () => {
    const ends = new Set<string>();
    for (let end = 0; end < bytes.length; end += 3) {
      const { read, damages } = await unpack(compression, bytes.subarray(0, end));
      expect(text.startsWith(read)).toBe(true);
      // A cut between two streams can't be seen.
      if (damages.length === 0) ends.add(read);
      else expect(damages[0]?.kind).toBe('truncated');
    }
    expect(ends.size).toBeLessThanOrEqual(2);
    expect([...ends].every((read) => read === '' || read === text.slice(0, text.length >> 1))).toBe(true);
  });

  test('damaged anywhere, it ends without an exception', async () => {
    const damage = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (places) => {
        const damaged = bytes.slice();
        for (const [place, byte] of places) damaged[place] = byte;
        const { read, damages } = await unpack(compression, damaged);
        // A damaged header may say that there is no checksum.
        if (compression !== 'zstd' && damages.length === 0 && read.length >= text.length)
          expect(read).toBe(text);
      }),
      { numRuns: 400 },
    );
  });

  test('any bytes after its magic end without an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(60), async (noise, kept) => {
        await unpack(compression, concatBytes([bytes.subarray(0, kept), noise]));
      }),
      { numRuns: 300 },
    );
  });

  test('it stops at the limit', async () => {
    const { read, damages } = await unpack(compression, bytes, 1000, 500);
    expect(damages.map(({ kind }) => kind)).toEqual(['limit']);
    expect(text.startsWith(read)).toBe(true);
  });
});

test('a header that asks for gigabytes of memory is refused', async () => {
  const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00);
  expect((await unpack('zstd', frame)).damages).toMatchObject([{ kind: 'limit' }]);
});

test('filters of xz are undone, and SHA-256 is compared', async () => {
  const bytes = bytesOf(filtered['xz with filters'] ?? '');
  for (const pieceBytes of [1, 100_000])
    expect(await unpack('xz', bytes, pieceBytes)).toEqual({ read: text, damages: [] });
  const other = bytes.slice();
  // In the stored hash: 12 bytes of footer, the index, and the second stream come after it.
  const second = bytes.findIndex((byte, at) => at > 0 && byte === 0xfd && bytes[at + 1] === 0x37);
  const hash = second - 12 - 12 - 16;
  other[hash] = (other[hash] ?? 0) ^ 1;
  expect((await unpack('xz', other)).damages).toMatchObject([{ kind: 'damaged' }]);
});

test('an lzma file is known, and unpacked', async () => {
  const bytes = bytesOf(lzma);
  expect(containerOf(bytes)).toBe('lzma');
  for (const pieceBytes of [1, 50, 100_000])
    expect(await unpack('lzma', bytes, pieceBytes)).toEqual({ read: text, damages: [] });
  const { read, damages } = await unpack('lzma', bytes.subarray(0, bytes.length - 60));
  expect(damages).toMatchObject([{ kind: 'truncated' }]);
  expect(text.startsWith(read)).toBe(true);
  expect(read.length).toBeGreaterThan(text.length / 3);
});

test('a stream of xz that is cut within a chunk gives what its bytes tell', async () => {
  const bytes = bytesOf(packed.xz);
  const { read } = await unpack('xz', bytes.subarray(0, 700));
  expect(text.startsWith(read)).toBe(true);
  expect(read.length).toBeGreaterThan(1000);
});

test('the name and comment in the header of a gzip may be long, and zeros may stand between its members', async () => {
  const bytes = bytesOf(packed.gzip);
  const [header, rest] = [bytes.slice(0, 10), bytes.subarray(10)];
  expect(header[3]).toBe(0);
  header[3] = 0x18;
  const long = new Uint8Array(2_000_001).fill(0x61);
  long[2_000_000] = 0;
  const named = concatBytes([header, long, long, rest]);
  expect(await unpack('gzip', named, 100_000)).toEqual({ read: text, damages: [] });
  const apart = concatBytes([bytes, new Uint8Array(2_000_000), bytes]);
  expect(await unpack('gzip', apart, 100_000)).toEqual({ read: text + text, damages: [] });
  const { damages } = await unpack('gzip', named.subarray(0, 1_000_000), 100_000);
  expect(damages).toMatchObject([{ kind: 'truncated' }]);
});
