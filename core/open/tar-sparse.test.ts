import { expect, test } from 'vitest';
import { gunzipSync } from 'fflate';
import type { ArchiveItem } from './archive-item.ts';
import { byteCursor, type Chunks } from './chunks.ts';
import { tarItems } from './tar.ts';

/**
 * One file as each of GNU tar's sparse forms stores it, gzipped, in base64 (`tar --sparse --format=gnu`, `--format=pax
 * --sparse-version=0.0` and so on): 30 lines, one at the beginning of every other page of 4 KiB, the rest holes.
 */
const forms = [
  ['gnu', [
    'H4sIAAAAAAACA+3YQU4CQRRFUZi6ClZguqqrq2EdrsABURMiiej+NTCBwB+K5uecCZ0ieRUwDi6v+9328Ljbvyx+z/Cjt3Z8/XH5Ovbzs9NzLUOr',
    'i9XT4g6+Dp/PH6vV4s9cfPKjcvZcg/MWnPer8+XxeT69cfv2EtxegttLcHvpt89rsF+D/Rrs12B/DPbHYH8M9sdgvwX7LdhvwX4L9qdgfwr2p2B/',
    'Cvb79f7y/O/fg3t6cE8P7pmDzzEH+/P1/z73tXt7366GB18EAAAAZO//ov8BAAAgff9X/Q8AAADp+3/U/wAAAJC+/5v+BwAAgPT9P+l/AAAASN//',
    'Xf8DAABA+v6f9T8AAACk7/+1/gcAAID0/b/R/wAAAJC+/8vgBwAAAABI3/9F/wMAAED6/q/6HwAAANL3/6j/AQAAIH3/N/0PAAAA6ft/0v8AAACQ',
    'vv+7/gcAAID0/T/rfwAAAEjf/2v9DwAAAOn7f6P/AQAAIHv/10H/AwAAQPr+L/ofAAAA0vd/1f8AAACQvv9H/Q8AAADp+7/pfwAAAEjf/5P+BwAA',
    'gPT93/U/AAAApO//Wf8DAABA+v5f638AAABI3/8b/Q8AAAAAAAAAAAAAAPBPfQNjLFLXAAgCAA==',
  ].join('')],
  ['pax0.0', [
    'H4sIAAAAAAACA+3YzU4bVxiAYa99FVwBOf9zZsE6WUXd9AJoYxJUAhFDpLRXX0hRRBFqy1FbiZPn2Yzl0SfLn//m9fGrH06/vDmcvjtcb68+XF0c',
    'tuOLq/e7f1W41Ur5erz1+Jhz/Xb7j/tjCrXsjr7s/geft5vT69uH332fUjt6/fbH4+3T6fV2ON7OfzucpJrXmvZpeXjm8vPHny6ufv5lO8lxn/LD',
    'U1dnZ9vh5iTsU3888evNYTspYW37Pz/O/UiPa/rrqeWJqdhyL88fS6Uu7fljOS2tP3/s7kwYGFtjHVhJXXIZWEmrNQ+sZMlLGljJ3as9sJI1xDiw',
    'krXn8Dcr6U+9uW6/qdY2MBdL631gLqXew8BcjmFJI3NraiN7KUupI3uptZWRvdx9yEf2sqSQR/bSQ0oje+m9xJG9rK2Fgb2kUHoY2EuKaV0H9pJS',
    'jL2MzK15GdhLykttI3u5/9GqT86F/Y4n/UeXfP/8+i+3h/fdX//FkOLuKLyk67/HT+6FuDi/PBz5eAAAAMDUvvZ/1P8AAAAwff8n/Q8AAADT93/W',
    '/wAAADB9/xf9DwAAANP3f9X/AAAAMH3/N/0PAAAA0/f/ov8BAABg+v7v+h8AAACm7/9V/wMAAMD0/R+DPwAAAABg+v6P+h8AAACm7/+k/wEAAGD6',
    '/s/6HwAAAKbv/6L/AQAAYPr+r/ofAAAApu//pv8BAABg+v5f9D8AAABM3/9d/wMAAMD0/b/qfwAAAJi9/1PQ/wAAADB9/0f9DwAAANP3f9L/AAAA',
    'MH3/Z/0PAAAA0/d/0f8AAAAwff9X/Q8AAADT93/T/wAAADB9/y/6HwAAAKbv/67/AQAAYPr+X/U/AAAAAAAAAAAAALwAvwM1/S9FAAgCAA==',
  ].join('')],
  ['pax0.1', [
    'H4sIAAAAAAACA+3YS27TUBiA0Yy7ii6gSu/L1/agU2CEkBALCBBBRfpQQ6WK1RMau7QdMGmF6OWcQWLF+uP4KX1ZHr9b3bxZrz6vr7bHXy826+1y',
    'c/Fl8azCTi3l9n3n8Xvow926/ecxha4sDm8Wf8H19vvqarf5xf8p1cPXbz8st5erq+16uT39sT5JXR67dJD6+2vOr88+bi4+fdue5HiQxgerVmfr',
    'k7tL5yD34f7as9XlSTgqYaxHQxzTfinWPJT9YipdX/eLOfV12C/+epmmyhi7aazrc5nGatflaazPfRp+b2EaG0OM09g45DCNxd2FOH39UYylDtNg',
    'TGkYpsmYY+jnH5rHVOfZ0pdunu26WoZ7OzPP9inkeXYIKc2zw1DiPDvWGqbZFMoQptkU0zgfoJRivDtCaczzIUq57+ZjtD9PR+HgKed/ebw7V+9v',
    'T9Wr0816mULs6jM/CP54/+f64Fmwv/9LKnFxGF7S/f94516Izen5+vBplxAAAADwEvo/6n8AAABovv+T/gcAAIDm+z/rfwAAAGi+/4v+BwAAgOb7',
    'v9P/AAAA0Hz/V/0PAAAAzfd/r/8BAACg+f4f9D8AAAA03/+j/gcAAIDm+z8GfwAAAABA8/0f9T8AAAA03/9J/wMAAEDz/Z/1PwAAADTf/0X/AwAA',
    'QPP93+l/AAAAaL7/q/4HAACA5vu/1/8AAADQfP8P+h8AAACa7/9R/wMAAEDr/Z+C/gcAAIDm+z/qfwAAAGi+/5P+BwAAgOb7P+t/AAAAaL7/i/4H',
    'AACA5vu/0/8AAADQfP9X/Q8AAADN93+v/wEAAKD5/h/0PwAAADTf/6P+BwAAAAAAAAAAAAAA+Ef9BO9qN7kACAIA',
  ].join('')],
  ['pax1.0', [
    'H4sIAAAAAAACA+3azWoTURiA4axzFb2C9PzOz6JbdSWCeAEBB62krSQKxas3JjO1dOGqSD0+z6I5TPmSziRz4A3dXL7b3r+Zth+n/eHy891uOmx2',
    'd59WzyocdaWcHo+ePoZY+of16XhModbVxf3qL/h++LbdH19+9X9K6eL12w+bw9ft/jBtbrZf7vZXcf3k6PXt8WhYp/Hx0dvtzXT18IlZ5/D4l/tp',
    'uztc/5iuUs1jTesVL9Pm8viuvT+9aa+ud9MmhVj7Z94I/nj/5y4+3gvO939JJa8uwr90/z89uX9EjuuwLmHs1kMc03kVuzyU8zKV2nfnZU59N5yX',
    'v37MU2WMdR6rfS7zWFdrnsf63Kfh9yvMY2OIcR4bhxzmsXj8mMxPv46xdMM8GFMahnky5hj65Q/NY+qW2dKXuszW2pXh0ckss30KeZkdQkrL7DCU',
    'uMyOXRfm2RTKEObZFNO4XKCUYny4QmnMyyVKua/LNZo3vvDCt77d9e10EezPAAAA0LJT/0f9DwAAAM33v//PAgAAgPb7P+t/AAAAaL7/i/4HAACA',
    '5vu/6n8AAABovv87/Q8AAADN93+v/wEAAKD5/h/0PwAAADTf/6P+BwAAgOb7PwZfAAAAAEDz/R/1PwAAADTf/0n/AwAAQPP9n/U/AAAANN//Rf8D',
    'AABA8/1f9T8AAAA03/+d/gcAAIDm+7/X/wAAANB8/w/6HwAAAJrv/1H/AwAAQOv9n4L+BwAAgOb7P+p/AAAAaL7/k/4HAACA5vs/638AAABovv+L',
    '/gcAAIDm+7/qfwAAAGi+/zv9DwAAAM33f6//AQAAoPn+H/Q/AAAANN//o/4HAAAAAAAAAAAAAIAX7CdPjE4OAAgCAA==',
  ].join('')],
] as const; // prettier-ignore

async function itemsOf(tar: Uint8Array): Promise<ArchiveItem[]> {
  const items: ArchiveItem[] = [];
  const chunks = async function* (start: number): Chunks {
    yield tar.subarray(start);
  };
  for await (const item of tarItems(byteCursor(chunks, false), 1000)) items.push(item);
  return items;
}

test.each(forms)('a sparse file is read without its holes: %s', async (_form, base64) => {
  const tar = gunzipSync(new Uint8Array(Buffer.from(base64, 'base64')));
  const [item, ...others] = await itemsOf(tar);
  expect([item?.kind, others]).toEqual(['file', []]);
  if (item?.kind !== 'file') return;
  expect(item.path).toBe('holes.log');
  const content = new TextDecoder().decode(tar.subarray(item.offset, item.offset + item.size));
  expect(content.replaceAll('\0', '')).toBe(Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join(''));
});

test.each(['999999999', '-1', 'x', ''])(
  'a map that says %s is left out, and the next entry is read',
  async (pieces) => {
    const tar = gunzipSync(new Uint8Array(Buffer.from(forms[3][1], 'base64')));
    const first = tar.findIndex((byte, at) => byte === 0x33 && tar[at + 1] === 0x31 && tar[at + 2] === 0x0a);
    tar.fill(0x0a, first, first + 3);
    tar.set(new TextEncoder().encode(`${pieces}\n`), first);
    expect((await itemsOf(tar)).map(({ kind }) => kind)).toEqual(['sparse']);
  },
);
