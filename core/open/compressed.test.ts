import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, readAll } from './chunks.ts';
import type { Compression } from './container.ts';
import { compressionOf, containerOf } from './container.ts';
import { defaultLimits } from './limits.ts';
import { decoders } from './open-compressed.ts';
import type { Damage } from './unpacked.ts';
import { unpacked } from './unpacked.ts';

const text = Array.from({ length: 3000 }, (_, i) => `line ${i % 211} of ${(i * 17) % 13}\n`).join('');

/** Each is the two halves of `text`, packed one after the other by the tools themselves. */
const packed: Record<Exclude<Compression, 'gzip'>, string> = {
  // `xz -9`, eight zeros, `xz -0 -C crc32 --block-size=20000`
  xz: [
    '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4FBDBSFdADYaSh8IoCYDTQcngUbiKEKPqsJdbqh/MO1R25gF9Jqo3mB0NgnbE6U7yfP6U+E4O3x+3W',
    'fKMRccyTSzqGxYOsWq76l77jcVEa/6Zq7fRBokkfKEqHN0TaKr7A6sd/SoapGJ7ycVZVOBMuy+GWhHl63B8prR/BctZ1ykqQRO6N9IIevXXXTn',
    '5aDhroZ6k63KLEQ45N8pMN7ZbyPvF2i81shmSYA1KNBkQxPqd33AsoY8ozK7bXTlLjDq1+Lrh+7FGJJu4I8vle82tqO9t4Ps7s0l+PKsbj0W/k',
    'j1VjpCWnUS4kZEvgcNMT/dIS4B9a4fT6qqby+w1oDo+U4l0Rj8wpc9Igk6JplAxybrwmiywvYpBH+E67GTTYmUzwRQwXxARr/uSNnA3+Gti31N',
    'e3Jt+MMMuB9zEtZtoF3ScWLEigorWEYIBh3xu4zHCt7bLb/sX+KIX0V4B4UVbdwy6b6g6uNsdFvH9r9AsukRGhQqfrACHRwT00QvEVmjuTOwPR',
    'Ib1f8pS8KQ2xGViWG6u05mVTQ58ztymMT+1Y4rJZdtiAmEggEYI/TDUwFxHjwBPYNG7WWA+QxiNVQ468kXHSXPa9Vb0jk+8P24nF8yzKAMVMnZ',
    'aXU4e3f38F+c8YC30C7G+P9Xg8MCHLGWL+OVXwFJSmkKP0cLwaPu4L47b4L/zMe9KEV2PBdKnPelHSyWmTRV/dMzcUDKlM8okhsO/kw8VJqKhL',
    'CPSQYpl7gFBwkjYWtHApLVIDje9g1w36NmX6ECKNAKtwtUCKE2NlOAF8I0f9TbBWa2t18oUCdWomkSCPthStrky3VBn2CTIOwomdv2XC9qkTmx',
    'eN0u7XxxTf6sgECiM/daWndpXX+I2dFAi8Q6iwXko2v9JRZ0LlR5vraJCTJ5fvqMuppewYlrUka4+24pHsyQm9PdvTzYCPDvU/n3unJn/1HQVs',
    'lH3y0HJ5QnVRHoDDntnEoGKm06HFQESfbaST4esBUxd0D2HhFQyLB9n41piFTys5VZ1jyRLEA0A6ES/AOyHqF6H8tmoMfD1QP1bDp3+SggxiV7',
    'cg3CKWIR715r5EqV3flSj0sbdGFPDimP4LkUAB3oPzEnSNnhM/Z+DSGyz93JnDfyxR992PFbbVWEvILvJZFiYR24r2NDQf+Yh/w4JCQ0CvSKQT',
    'tYwvDtCQFv1Obq17C63fY9+uUiaC9AOcp3m4oR4a/kjc+DwDjJFde1dht6mdOtsZg4umTJFdpz8guMe0KQKy1hnzh3jNoWp8LezAfl4nmdddra',
    'oymImc4VilLOU/NtNHQAgtsSt/AryD03ECT4Dc8fzs1RGzPfFnx3hy8KVz/jrtOy6QCS4ki9p3agsBMauHgDuRMoYSvUbd3h4Cwot90rosqYL3',
    'ZmQ0PDgouAybETEEAZ5nwBcuBRpq4c7koXI8zlnbH6MCAc36/bL1EAFfD7g5/1c0LtN8gW/Yz9xMXtC5DthG99wkgpDdTQ/Z62tsvzNoD23Ab5',
    'b3KXf6aUdLgJkquTTfQ3Y1KvAwy1tBMYCGk8Tilk47dVfHsIDQ6UcgYVeKafQEeFhMa2phrNEgXapyRI3WZaMOXxMyhQhvjy8bQCUnICc+Pyy2',
    'g83tzGuyElcwLlhsPUV6eiBvX2dE6+CHpJQJGFrFhRLsq5PF0+hU9usacufCoChNUaAMwLrCx5N3SuhnEoWHPUng0ocuzJTODVmnLxW2SJNtER',
    'CWLh5GXhE9hEZvzzmOxMMH75lVFS5BYAAAAAAMbOXdrFSk1yAAG9CsSgAQCn2f0WscRn+wIAAAAABFlaAAAAAAAAAAD9N3pYWgAAAWki3jYCAC',
    'EBDAAAAI+YQZzgTh8Gm10AGQzAJuE0NPaNGj0sSpGOuYpJDxshxTAP3aX4MsjYoTS3JUCvs0kLaGlvvPi4O8Tqoo54bUkOcRdfzxZatg3he7CF',
    '9e/prFPjPX4fD/yFc4CwtxnN+XBCj5jVXY+pFhlSpeleu9RnRXCcQ2+LOW39/lytxv9DzjSjTCAgxM0UTJEt84Zjqq7PZgHoWHahYc4GtSnrb4',
    'qWsseax3qYUt/7hYiImPTQ62kJYWgDvOJ5GVnUqXcdcJGv1HxmHzrs+OPaqdhCpX6jURXYKGmMDITPNq5UWk9OwZMcDEMgoyQjGj+LRvMEBfKu',
    'KoDo+k4nL4p5jvSxsDV31q5EAw3HkHDGo0l9zP+0qXRX3ehSIw5YHOMGTpQm7ShydjrRaO+EHhctxseXYFaG5G+0z1Jph3hPYhBbg2Eg5XYQBi',
    'MqNV4jwCHV5zQG+nzQb6rMiWJ4ltZpTYNflffdKKs0IRjET6xtn5HzfdOUiYlh1KYcoglrKKRoezZc7RaYobqc6UguQA8GMNEZy5+VFtvOQDcO',
    'K0eM5jR9wah7TlB0TZmgXHpSt59t4gbylQ4xcH71Kt0mYU4S8BnzH/Z2ixANG1k3MIQAAXLBO0fXTxpZiT4E1U3rzY3okB5fwDgPgWh1PegBef',
    'dDXmjsUUonucmFvNYacM0sxnsFX/LKRNlOjtqHzrGB+VmgeSpEok6uql9w1MDn3f7LKiJBFuq3B4tC6+AmjocwLyx3RyrKTZBh7js9rB9doPrm',
    'FbCyPnd83078V5oOscYF+uz9TxLJVSIYYe4HLfWNJ5XEE4ZIVAHt/cY0ZrbWxmZuFD4gpdLw9km9GZa4IQgIRM1LYC7PqlVKp/MQqVL4jPX/5Z',
    'koD6BWXgTIG4e1YRnsUxFk1V8M2Zdo4WEWUrwUbEkkkIeDoYT7ea2o/ONK4JOIqWgLKcbkUZuUXCUj9Umx64ALgqwOflprEtmvdh3cZ5TJp04R',
    '1uAX4BgvayO6Pp6quhKiiYk5vjN5KWwyrLPRCpHSiYsLS3WjoBlr+K+OrrojG1q5Wbhz9/LPWXh3ojm2GEZSJHGW9+F1duE5F8t/DmlB/AtVw3',
    'wIZ9JNEzFo0BCNPrZwcd+oI+8Qpa0k/kEQM8eIs+XMLlabHZBy+j7hEtq2wge6+GTdmxW3sFJlVRf8he0dlGmfVXRAB7f8/6dxHFpJHe0lLATe',
    'dKmlJSXzM9sTNZf3InzSDox8t9llo0hdU/y5+1WU55gNhfMP1VBFbZSZ7FJpx6pfbUhlHx5GK5cW1iGr+D8xV2zNnJW763c/6uLG60fWMhJGrY',
    '8GxlFHBS74wpooHBh164/s4qIGur1lcCXCsc4b+RaymF21zsGO3t9vu3600mn1Bcm5wZtVfQ9MGhNDpBAXUB7fME+iR33tLhasgJ4tSUz6KG7+',
    'hiz9DaqrXh5GRk79VXwBRVGvnyqr0IMwPO3Z6cQtq3XmLRB2aIV7aWWUMITbcjgDBnajVxSb1ZHro7avnd2ZIbcrcC+MdxlR7pESpJJynhqfC3',
    '+80FTxxk9znQSCJxDEV+lnezDV8R6vy4KZ5tfRsA/m0SUhXEq1k4wpxwjrIn8w9dXNQsbmdoQQIqEvZ2Vi04vkZHT2Nri7bI+CUdYFTSUMfVzP',
    '8HF/SVVYNyO7Gw3xKICS+m57Nj1yhlsTpL6Ii/MRzXjVydjbyJgsxRnQSoYa4bY++51QOTs0Nz1y3982qbSRHvNa8tfBzN8I6f2+Y9fphJ7KnB',
    '6oa3gz/VffjcT3GUwlMLMi29yh9iZoynxWReY+a73AXwNFu8JIYOBjb55tBtrUkk62i72VoOAwV9BhohzHXqSY+nMfANinbLJbCc888stbsXAb',
    '3Cofr9nmza05TIdaZOzWiH8KyjUhVhuLVFQo2nvzxh7vTGDiadSMPBBBq2uJ8x3BoJQv59T5Rs3nSmtiDoX95xKnhuczruFKPB26tYdp2Oi8Fx',
    'v0/ufxCpvNMK//q+SLwvScQXX/0WZPlSBhjhaqBe6IuhoQ6KMarnkA5ayU9ljDtG0rYlnT+GnEZysv5oWX0Tj5xXJaEPCQrELQFCBHTGuA7YW3',
    'iGirf9o0CROHJ6GQtX1EDIjcZbZvbYwfIUaV2UCmt3d+RdIroHURug8eGjBvu/hmvK9e1EXXzqQZP9Iz50D6V7HAZ+ZKXAs6ygPEDSsVSjVbfP',
    'NpXzW9Qts+H9Kv6ls1VYcwB0r1FYqcIdX6LgDPZKmYzvet93uw0GTJQVqsQs4OYesdZeESFmC0cgAAANX7PK8CACEBDAAAAI+YQZzgAiQAkV0A',
    'NJuIznSg3EL9jjIO9eJPjphYUsPPNsF5BqZnSIIjDJ25Dox4siFUGOV+7s2brnsTlTKQtBiCz6xG5bo4NPH+YRX1WZQQYJYjZa+aixhjt4IfvU',
    'ueglY0NifHJfEVXhXDT1Inqo1TOcjo5mC9u1vx4ZgZ8szsH5Ae/ncQdPlOnIBeTQ0+MBVEIESurNTcOUrNAAAAAACHwfFLAAKzDaCcAakBpQQA',
    'r0AagJvjUUADAAAAAAFZWg==',
  ].join(''),
  // a skippable frame, `zstd -19`, `zstd -1 --no-check` from a pipe
  zstd: [
    'UypNGAMAAABhYmMotS/9ZERPXU4AyvssGxOgpaA5PxpPqupuUxMRIrnxg1MxsQGuAa0BR82jjQ40iyZ6aKFLTwfNm20OM2umeWbK3Pk55pNNDj',
    'JLJnlkilx5mSFftx56derTKb39zuj39gxfTz8v3/8Zf7HFDHHFFHNiiRsfR3xnx3B1dJyT6/GLOzMLVkbGMbEat7ALtBBCBQoTJDTwEOGKVqGq',
    'SDUl1bqijmgUqIhEQ0IsTUE3NmFqSDMjw84TwxOTICUkIyKsLCG8WkNZpU6l7Y3ytsOs6Zly//gssGgonRH3ohYN0YpSlBOVaKM8GtG7aXe466',
    'Z7brl78zvus2l2sMsm2WOLXXs77AvTwiFcYVJ4whJmw4cjfLXVoa6aVE8tNVtfR82jjQ500UQPLTRLTwfNm20OM2umeWaZOz/HzJNNDjJLJnlk',
    'ilx5OeTr1kNnderTKb39zuj39uHr6ecp3/8Zf7HFDHHFFE8sceNjRnxnx3B1dJyT631xZ2YMVkbGMbEat7ALFkKoQIETJDTwEOGKVqGqqKakWr',
    'yijmgUqIhEQ0KlKeiGNmFqSDMjw84Tc2ISpIQkIyKsLCG8WkOr1KmU7Y3ytsOs6Vm+Tn8cX1nDVyCZLtaZAMGAAgYHBAIDAf0e/d6e4evpOS/f',
    '5x9/scUhrphiTixxYx5HfEe7cHV0c3I9fnFnNAtWRrIxsdoWdoEWQqhACnLDIcKVVagqUk1JsXVF8cgoUBHRkBBLUxBvbMKwhmZGpvPE8MQkCE',
    'tIRihSWUKu1lBWqVNK28vobYdreqbcn/EZQ9FIZ8S9KC0aohUlRScq0UaPRvRu2h3uukn33HKz93fcZ5sd7LJJ9this/Z22LywhUO4whSesITZ',
    '8OEI82qrQ82qqZ5a6tbXUfNoowPNookemkKXng76ZpvDzJppnpkyd35mzCebHOSSSR6ZIldeZsjXrTP06tSnS2+/M/q9PcPX03Nevv/HX2wxQ1',
    'wxxZxY4sY8jvjOLlwdHefkevzizmgWrIxsTKzGLewCLYRQgRQmSGg4RLiiVagqUk1JsXVFHRkFKiLRkBBLUxBvbMLU0MzIsPPE8MQkCEtIRkQq',
    'Swiv1lBWqVNK2xu97TBreqbcn/FZKBpKZ/AyykGUUUYZZZRRRnmUUd7Nm3fz7t7fcZ9Ns4NdNskeW2zW3g77whYO4QqTwhOWMBs+HGFebXWoq6',
    'Z6aqnZ+gqsbWG8YCGEChQmSGDDIQKvrEKximpKqnVF8cgoEIuIhihUmoJubMKwhmaGMp2HMScmQUpIRihSWRhytTK0Sp1K28vobTNc05zl/vEZ',
    'QxFHyoOXUUYZZZSDKKOMchBllFEObt68efPmzbt582zaNJs2bdq0adPCDDOEGWYIM8www6xZs2rWrJo1a0bRRge6aKKHptClpxn0zTYzzDXTPL',
    'PMnZ8Z88kmM8glk8yRRa68HPJ16wy9OnVOl97Oe/R7+/D19JyX7/OPv5gWh7hiiieWuDGPI76jXbg60s3J9b64M5oFKyPZmBhrW9gFCyFUIIUJ',
    'EthwiMArq1BVVFNSbF1RPDIKxCKiIaHSFMQbmzCsoZmhTOeJOTEJwhKSEYpUFoZcraFV6pTS9jJ62wzX9Cz3Z3zGUMSRHnEvSouGaEVJ0YlKlI',
    '0ejejddoe7btI9t9zs/R03zzY72GWTPbbYrL0dNi9s4RBmhSk8YQk3fDjCvNrqULNqqqem1K2voz7a6ECzaKKHptClpxn0zTaHuWaaZ6bMnZ8Z',
    '88kmM8glkzyyyJWXGfJ16wy9OnVOl94tb/S2wzXNWe78+GihaKQ84vKiFg1RVpSiE5Voo0cjyrvtDjfrpntuyt37O+6zzQ42yyZ7bIpde5thX9',
    'jCIVxhCk+YEm74MCN8tdUMddVUTy1162tGfbTRDHTRRHNooUtPB32zzQxzzTRzZpk78znmk00Ocskkc2SRK3M55Ou0Hnp16tOlt/Me/Z724etJ',
    'Py/f/+MvpsUhrpgUTywxGx9HfGcXro50c3LsfXE8MwtWRjYmxtoWxgsWQmAFChMkNBwi8MoqFKuopijVuqKOjAKxiGiIQqWJQTc2YWpoZijTeR',
    'hzYsIgJCMilYUhVytDq1ROpe2N3jbDNc1Z7vz4LBRxpDzi8qIWDdGKUnSiEmWjRyPKu+0ON+ume265e3/HzbPNDjbLJntsil17O+wLWziEWWEK',
    'T5gSbvgwI3y11aGumuqpKXXra0Z9tNEMdNFEDy106WkGfbPNDHPNNHNmmTs/x3yyyQxyySRzZJErcznk69ZDr06d06W38x79nvbh6+nn5fv84y',
    '+mxSGumBRPLHHj44jvaBeujnRzcux9cWdmwcpINiYWhemoI+CA9ed7BgNdAkKE+NQBE8BAAAMBBALxhwMvuFyLWb46lUwRinraS2mSJ0GdVDIW',
    '2YWEGWU8mti+ccrFzJH57afx26Pzt1bntdfGb4/Wb5etzx682KGOzgHnbrzNtafJZixjzGG6e/GpYqnuqt8/krvsudJE0XQmQ9S35VUubDmLVk',
    'r1KUERhYGSmv4kjSKqOJbZRWG27EyTNjaO4mLZ+u3Z+NuT+dtx85tnc9tP47dH12+tMw+70+k5xvFms3HNtJ8pGcUIQ2aiNvSdmZmkW1xrJ3JW',
    'Rd/o17m0dSy3UipKEeWwqZTYpKcLSqmILMxlYGyZRzs2NY51ejE8k4UBsb3YatDQ19vrH5jyxVak871nrt+eDb89G79dMj0Pd6zDco7jm21XEx',
    'rPsMxiBNusU66v/wnu1vLfu5K19tn3D6+4XItYWl2VpiiK+okrpUlOPuqq1CyyC2FuGZmmtB1xyiWzi6Jvj2HfDkdvTg/bnga/PSy+NW5cO+HF',
    'DnWcA85uZNO1p+mMJmPMYWftEep0V9UF9hgtPVw4d710apFUN/nvXc0LrttSFl2xylIM5T7xpTTJyQr1KiGL20XAbDIyTWk7nDI1RKE9PoM3vk',
    'J7PEZ7+Axz+iT29Cj28EVe7EBHOQznN7aZ2tF0xssQM9jV9+IpS1Xbxd8/Fnfq9fU/wX1JF7eMxVZWXUqjiGFgyaZ/0kQRVRzL7KKESfahKdkY',
    'RzqGxDUKQT2ST+O9rsdn9IjPaIfPYE6fYE8fxR5eJd7bLnXOPTi5sY3XjEYzyy4mMLmkpN3c/Vdwr1x/71PMrae/+0XXtzSLVlC5FKFcJ70UTf',
    'qkoG4qweJ2cTAjY9M828EpXeJ64sm3xcmzj4Nvj1HfDkdvzg7bngbPvNgOdZwjOLuxzbWjyYxkOOawO+TSYDs7a5K2uNadyKyKfmP7Ui60HItW',
    'Vp2UosiJJjCTPkLpk9GZSBf8iGke7XS8IyPNzEjpHnFa7iM0fRwjQLpHl2YjmWY2mvxoVlfHsX73KLUv/QBIRUQAWlg4ChOgpSA5PxqPVdXLpq',
    'TMnSK84vUYsQCYAJYAbsuuUjUaOjzNkhyFYjBw9nkdt8m0WNjIxVKhTEQkIUFGl1VRk0gKBU08HA3GQkIREREiJsRDOERDMMRCSAiFiBAhxMzH',
    '0+FsZDQxYea/3/O7XI+Hj2+7pmexHA6evm7LrlI1Gjo8zZIchWIwcPZ5HbfJtFjYyMVSEUoEAwWCPRgoEMiCgQKBQjBQIIgJwmCgQDAPEQwUCN',
    'xgoEBQBQMFAkYEAwWCKQhAQMAAAA4GCgSiw9nscj0eDp6+p1mS3CbTJCFBRhMPR4MRKssYMzMzMzP///+/bdu23bZt25IkSZLbtm2biIiIiIgk',
    'SZIUId/Mx+P3/D6L5XA0dHh+XsdRJiISKRQ0wQhVWL7ACFVYyokoQpi+rlluoogwuhhBkiSEJuhBDhKDFiRBCoqgEDTz8XQ4GxlNTJj57/f8Lt',
    'fj4ePbrulZLIeDp28kSW7btm0iIiIiIpIkSYqIiIiIYMSEmf+3XdPsKlXFYOBs5GKpVNQkYoRqjFDNzMzMzPz///+2bdt227ZtS5IkSW7btm0i',
    'IiIiIpIkiREiGKHayGhi4uHj+3VblhyFohYLGxldVsUIVVgawYhFSAQjVGH5wszMzMzM////b9u2bbdt27YkSZLktm3bJiIiIiIiSZIkTwMAQh',
    'UTI1QhSQ9Hg7GQmNnIaGLCzH+/j4ePb7umZ/HrtuwqVaOh5CgUg4Gzz9NiYSMXS4UyGV1WRU0iKfSFBUaYmZmZmfn///9t27bttm3bliRJkty2',
    'bdtERERERCRJkqSHo8FYSCgiQsx8fr/n6Vksq9HQ4ezzugplIiKSQkGMBUaoYmZmZmbm////t23bttu2bVuSDIesqGOoxFvazzMeFAFRRNKdAx',
    'OAQIGIyUsQwIHlN+JBqOWi5HvfpNn8zb1ktDHZJZMXC0AbpR4d1H4IZReiHP4nCEnK7kt5OVO+EU87ecjnmUmPdeEe7FmAHHZfw9Xl8fFnFiBV',
    'oNAEwRp0jpCfQv7HGw5Otqdb2mDI4mn1RfIxNMlNdICa2vjGQy0sscdOfwveWKglDObQyQ/BUy+zoICMMvkRfOrlFhSQUyY/gk+9zIICMsrkR7',
    'Cpl21QQE6Z/JiCeWPgtU9blpPkfG4F1JpGsrznIRg8zaKFcv/lNLSugCcvoDYhyQd6g/LYA3kkk/ogv2LmsAd/RIwQi3IBgnADb2XgFkf7zAzx',
    'Q78IMOoZlUH4gTsjTgRyi0MiXSORbkgiXSaR3nG4VagFfcPBSYPIRueic9KL4ZEhUPtFuqdlDIO6cwqYnAFMT9ms5dW+IUxeEJa7fHi4dU8Alh',
    'PCyY/dtVy9N8LKGcB09icvVcYZYHoCXLk1Wpe7+0W8OAFOnL7Cizc2tWclJwDZCmrVOfSgxUKZTzQ9aB2LUn+uRxhQW0jGRGj9SMaQHP7Aroy5',
    'ZVzuCHFkUI4EJOSBnpKhfpCvOHPoiT8RBoh6nFK5irYwzJYQwajuw6g+Lt8iqMUgMkIzhZSwISZj31c8QktAoHYfFw12T4vOqcSFT+Iap0GWV1',
    '5e65orNc1Lpg8d11cxzUXMc7Lhes3Lq91zkq45ifzZaXISpznFak8yHa58fa19X2K0J8GdqMWLWX3LXQ4hFdQOydOsW3in2KbprMXXwdg1LMws',
    'qAUiTvOXSbFpOl1BfxruRbn0C2BYPfRhpNT+QQ/ymHpAnEAUZuAGDNnmLM6UuP3AR04xG0y9n0xZUteKiFDZmcpLq/L1q5tHCjVrz+NzXo7Ns9',
    'BGpGd5VsufNkCkAk0SpARmGSVruyYIGwRqc5obTXnajc5Fz4mHgIKLcXm0B0+MggMEwUH+WDWBA0LBAUFxUA+OeuYTSHkAoDjgh0Qe/ADQOAAk',
    'HuKCEUs6AAgOCAIPZPEdngZIy5Rn0h41HbSjCSxcJdO+8okQC7X8rnDMmj5Nm94AXuAnBGVv4FfELB+ld0Q6MpQPIJi+QM9AHvtAj8xQH8xXzD',
    'z0QKCerRtySThvev+ClZ2jJ2Z15dvncZjYrH1I8TOnH8X+hNnyBS5T6DIaLzv48hJgviTMdPOpxDpktOaC6ml5WTkZGsUFwQLL/NAlD3/pJF1z',
    'Evmz0+QkTnOK1Z5kOlz5+lr7vsRoT4I7qVy8xrRPYp3ThCsqpl9impO4xmmQZZWX67rmSk3zkuljbl4Yur+oA7V8C0uBMKchjuXT08qEpf0Xch',
    'qlrujx77T9kz3XhSGqbfZBYqwO1ScAl37wByIt/yxjIE+dIUMELDkwD2C0PvRDwKjXs/UKF+mJjJ4lxKdpPkTbhbsXfr+Gq8vjkw1RbINzNyx9',
    'w5VwoBoH9HJwz0a+TC/2NEiCPtGO5ANAe0Et2T1NImdc9syXX8S0V4Kf1Fxe07QnYs2phAsVpi+x2km65jSS5cqXa53mpEZzyeSj4/o1pnOJ+Z',
    'w03F558ap7nMQ1TpE/4+bNq/rqIe7LgpoYnUvq0j3N2lr39ryMIGmbRLAGCWVBQRHsTYOUY2KCTVT5kcJjQg5iyjijmhBWei1Ug4RNS+7qYfMg',
    'QUhjgbOoyyB2Xdpa04E6T6hmIQ3HrjAkKBunJKjZw9MkHsLkmZ1HjZ4gWA8Ue87e4wMfL/n4TU9vn6PDj5d+/PrjAyAvgXwEeTXICyG/pT3Q9o',
    'R7ClG2jCxyEUOLLHB0sdhFF1j29dSxyE4tdvJQqXONckhw9EGSTB9JeKzow2ISLjqW9MCyTZ59UJb0o8YKRmpwJImCCxR1Fq9Sd1d1V1eNm6vS',
    'xVXPvVXs2qrcWvUurQp3VunKKnNjlXNhhObCHfzAG+4Az/QnzsEP3AGf6U9c2h38wJ3Zn7jYHR3CD9wxcbE7HIQf/8AdE3c4hD+yv6qJ60Qiqv',
    'siF3vR3wG3TgQTD9KN0AWYdzF+zbsC',
  ].join(''),
  // `bzip2 -9`, `bzip2 -1`
  bzip2: [
    'QlpoOTFBWSZTWeefpiMAH1dZAAAQQAB/4AMl4BDnkUqUhRVXw+AAAABDz7AYgC1k2LWTYti1m1j27gk9/qZ6T1VSACp6eqPeUVUAGT0/TZUnqq',
    'gAyqf/o/JTaqoIYk3/6iem1VSZAEnqqhmlNUyMnP1efr8fXd34dPgCuigJVAMX0kkbaqAILkkk7m3d1Xu5dkkjcAMO8byttWSYgdmYvdOWSTVw',
    'AHu5WSRkXQAtzNDdrbJIttXwAIZmK93KB5kl97y2lUAxfSSRtqttttoAguSSTubd3Ve7l2SSIZmK93KB5kl97y2lVdPgHcGd3pAHu5WSRkXQAt',
    'e73vK21fAAyZmLd2Sbrvc8h5kl97y2lUAxfSSRtqoAguSSTubd3UC22qquwAZN3VbaskxA7Mxe6cskmrgBG2qgDbVtoBkkkVt3dV7uXZAGTd1W',
    '2rJMQOzMXunLJIoDu972AB7u5WSRkXQAte73vK21fASIZmK93KZm4rUCSd73rbS8gGLgAPdyskjIugBa93veVtq+ABb622MxAbd3e5tqyTEDsz',
    'F7pygGL6SSNtVAEFzfmZnpPnySdz7dm68VQDF9JJG2qgCC5JJO5t3dQLbaqq7JJEMzFe7lA8yS+95bSqAYvpJI21UAbattAMkkFe73vK21fAAy',
    'buq21ZJiB2Zi2lUAWSOZd30kk22qgCC5JJO5t3dV7uXZJIhmYr3cpmbitQJJ3vettLyAYvpJI21UAQXJJJ1e73vK21ZJJLZlAbd3e5tqyTEJfe',
    '8tpVAMX0kkbaqAILm/MzPQ+PgC1ve95W2r4AGTd1W2rJMQL73ltKoBi+ne96Pd7dm7vVQBBcAC17ve8rbV8ADJu6rbVkmID+61t+6m1bKm1bLb',
    'U2rZbala2VW2ptWy22pWtltqVrZbam1bLbU2rZbam1bLbUrWy21Nq2bbV1333/nn531111976vnz58ih+F4uAd/KgFUPgq6q2WKvvT0ssAIoK2',
    'SqooBdkV+KoAGq2Q+A1QDyhwL1irYgH1UNWyaq2DG3Yr6IBzyrq7IALIq35QPOW1PiqAeUA754CtkAK/IBdkVKp0+wq0u6BHicCekVNUVZJVUU',
    'Aqqvyh0yqAV64ByqoVfgCsirVAr9imvvb08uAd82KuqBhVarsgBGySSSKo4gFXgcK8TgVQwKiq2IBbIr5nrKxDgXrFWxAKoGtkfgKtianlOmHl',
    '6YGqAd14CtkAK/IB6yL5bJ0d9ux2QA14nAtkUNVVZLFVk+kkigVxTgcqgFeuAcqqFX4ArIqyyKM022RQq4B2uxVqgFWquzo/ZxVAJZFejxAKvA',
    '4V4nAqgFVVbCySRla0VWqAVYq2Yh0qhq2Tp9gABWxV8OAEUAq4B2voq1Q+CrVXYUt6YC+irqgrJNVRQD1kXvx9gAVQCvXAPdVUqmAUYq2IB9VD',
    'Vsnd3eaci+VfRAOaq1dkAFkVT64qjiAVeBwrxOBqgcK9FWyAFfkAlkX3t73fcSq7IAa8TgbZFCqARfrkkkfgCKFXi4B2qAXi8DCqgVQCsirfVq',
    'XAFsiBVAK7FXKvQKpcVT4DVAL6ReA9QCqAXFOnmyIFVVZK1tAJ1VdbIgKxVsxDpVDv7zM+z7M+z7MzPs+SMiSRIkJEgkkSJJJIkhEgSRIiSQZI',
    'kSSSRJCJAkiYkkEiSY5XKrlcrfjA3QBkiu5irpvFV99L5Jd2/ffB776Bt3dlAbuZirkkzFQBczIqAvJIBaa+7kVwT3x2KjffF++uc5zl1zn33x',
    '0gBoGAMDKAGiYAIGaAFmABASjAK4SISRIJJEiSSSJCRJJJExJIJEgiREkiQiSSSJiSQSJBEjJIkEkjyuVXK5XKO8gF+gcgGv3wR+9vd+9OC+gQ',
    '4GsC+S73dy7skgGIAyRXMxVySZmbmKve9VVVe96oAASSXd3fff579+++++uvttbcH2vQ9evXr0NW2gQKLW2mAG1qMwDbVABSW1SIBramAG2qID',
    'M21QMCtqYAatQiSBIhJEkkkTEkgkTJEjJIhEkxIkhEiAiZIkZJEIkmJEkiRCSJBJI89dde/PPOuuu/PfvzgfPvvvtm6q971QAAkku7u7vcrJoH',
    'o8d6ovvF3Oq5xXb2k56BohGRXRAZIruYq5JMzN3FXebVVVcryqrzzyoGBtCAGglAGFNANGUAEKWAbVzlVVVVec8555X33327u6q971VVVwOgF3',
    'tyEAQQjIruOK8V1AAJJLAA2SAW02TVbV32dVyr7vVavr9+ec538565z71152gM0YFlAKAlAUKGAaCUAYU0A0ZQNa256+fOe+c66517hA0B7232',
    'YbuVezquKzc6+gG7quEjFcxcWZJmZu7ive9VVVe96oKqySAAH0kAtp9JqtbznPOc555zz8A2UAIDNGBZQCgJQFChgGglHPPP3n78euTFbV32dV',
    '7JK7qqySAAH0kAtpv301XFdzOrmK5tvckDDQskgBoAyRV3FcZMmZm7uYve9VfPPPPPPz6MKaAaMoAIUsA2UAIDNGBZQCgJStbddddffv379888',
    '89evXnnOc5znEA1QDZIq5irkkzMzd3Mxull3dgfSQC2n0hq2rvsVcq7Oq4ruZ3nPnznOfeuuvPfv33331977750FChgGglAGFNANGUAEKWAbKA',
    'EBmbVs+fPioAyRV1V78gSuuK9zOrmK7bWru9N3FXJJmZm7uZmd71VVV73qgKrJIAAfSQC2n0ga2rvsVb5OfgWUAoCUBQoYBoJQBhTQDRlAqqqu',
    'VVc5XK5zznnn3Q7As9+DYAPsl7t3Z2SAW02QD61d3cxXMV229kgGhdkkA1AGSKu4q5JMzM3dzMzve4vnnnnnnnr16885znOc5+V9A2UAIDNGBZ',
    'QCgJQFChgGglAGFG1beuuuvf5+fj3d3ZmZJJLZJIvzbaBbb8qqgNtVVXJJd39t2bIAffBvYAe/BsAPRdzEkA22skA0AZIrvVXPPO85znGjKACF',
    'LANlACAzRgWUAoCUhQN/Nba21/a21tr+621tr3/K21tr+621tr1W2ttf+LuSKcKEhzz9MRgEJaaDExQVkmU1mZvN6VABDS2QAAEEAAf+ADJeAQ',
    '71VUFV0AD4fAAAAAh3zARAEhIiJERIiRBCn7/1TNNqqpomBlN+0zSmqqgAqntqP0mpCAVVP8fkptVQQxBv8pT/0qn/qqAjCT1VQ09JqlPUMPv5',
    '97PAB1ekgHvfj7ZNABkzMVtqwKyTW1djKAcWySR2yoHVUBi24AFr3buq21dABkzMVtqySsk1tXYygAABxbJJHbKgCRcAC17t3VbaugAyZmK21Z',
    'JmNnJLJNbV7YygHFskkdsqAILgAWvdu6rbV+tBXd0DbczO5tqgVkmtq7GUA4tkkjtlQBBeayKqhu23d2rbV0AGTMxW2rJPIHe95e6cskmL4w7c',
    '3PnwG2qySMi4AFr3buq21dABkzMVtqyTyB8+AK7u7vdOWSTF8AD3crJIyLgAWvdu6rbV0AGSZiydJItqgVkmtq7GUA4tkkjtlQBBcAC3tbbczP',
    'Wq21dABkzMVtqwKyTW1djKAcWySR2yoCsk6quLGRcAC17t3VbaugAyZmK27kAUqqaSkZAAu7uAAEAUqqb1mLbLV7u7dfBfnvDbZy93d0i4abub',
    'gAW2q93dzbV36ABe7pJFVV7uzAG3d3W2Wr3d26+D58Aefbpu2zl7u7pFw+gC21Xu7ubaugAvd27qttXQAZJmLJ0ki2rJPIHe95e6cskmL4AHu5',
    'WSRkXAAt7W23Mz1qttXQAZMzFbask8gd73l7pyySYvgAe7d0DeVxYyLgAWvdu6rbV0AGTMxW2rJPIHe95ejJJLbWSTF8AD3crJIyLgAWvdu6rb',
    'V0AGTMxW2rJJJJJ5A73vL3TlkkxfAA93KySMi4AFr3buv92rb+7Nq2bK1s1tStbNbU2rZVrala2VVptWzbWm1bNq02rZrala2a2pWtmtqbVs1t',
    'Tatmtq8v4+/fPPnTr58+fP3XXr584V4nA+FA4fL0VbIAVQCWRfXKFziskmegBigGWRQqgEXV3JJHQBFCrxdgdqgFUDZVQKoBWRVvq1qq9bIgVQ',
    'CuRV3V6BVjdbsKgFsivR4gFUArxOBVAKqq2WKrK1o7VbEAqxVs2h0qhi2TprYABVAIOwCqAVdgdr6KtUNBVqrkKW9rxZMkkksQV9JVUUA9ZF7o',
    '1sAKoBXrsD3VVKpsCjFWxANVQxbJmW9uc9HJJJnkA5VWrZABUALuSJoCKARQ4F6gFUAu1OnmyIFVVZK1tVWdjxXJfRAVirZtDpVA0AGiqAYoB2',
    'vAVsgBXSAXJFSqdNbKtuWmPpxXq+z0VKoqySqooBVVdKHTdUAr12ByqoVdAFZFWqBXamPrlHIvFe5PRVxQCqVXJACNkkkkVR2gFXgcK8TgVQCq',
    'qtiAWyK+Z6ysVVsYq2IBVAxsjoCqqrVX0dAEUAq7A7VAKoaCrirZYq+9PSyxVZFXi2SqooBckV0VQAAKpoDygFUOBesVbEA1VDFsmKtgxtt9JM',
    '8qrzIrVyQAWRVulA8qpVOmyr02FUA7jwFbIAV0gHrIvlsg5cuWX0irZxOBlkUKoBGxVZNSSRQK7U4HKoBXrsDlVQqgFZFWWRRvq0skkWxAK+ir',
    'VAKtVcl1963vet71vW9b/m963okyJEJIgSSJEkIkTJEiSRMSSCRJkkhAkmSJEkiYkkEiSRIySMZyVgFJB7rDfKb2XrSOcAbykgN7OOvagNGfHd',
    'yQB82Hbuk+3dk5thu6B0kgkgOoBmYB1ttvkl73rQCpK3vvvnOc7/ICUYBpgBQDAUDCAGgYAwMoAaJgHkJJGRJIkSQiQJIkSSBEkIkSSJGSRCJJ',
    'kkhEkkIESSJGSRCJJiRJkffvv0knd3AAklJJJ6gAcAZmAetttzMtoAE9lUkbc8u0B6fHXQEfB1QB9odd0D7dDq258kpOJIJIDqc5z5Wtvjv169',
    'eoegL1NrbXrADW20Aw21QMDVqYAWtQTA21QIGLapgBq1GYBtqgAyW1SCRJJJEiSSSJIRIkkTEkgkSTEiCRIJJGIGSSQCSSYkQSJBJIyJJEiXr1',
    '111333zvnOd+/fvvvvz9zgd6fpJvbQf7Qrrc38lJ0JPpJ3d6225mW0ADMwAAASSkkknJKSNueS85znXXOPPffOc+feOee++c+3tANrUwAqICYD',
    'A39XrACgJgDAoQA0EwAQKNq279fe/Xfvrvvn3rnrn8+fO+c53798/n8bc8lQGw9ioGsM7ub5zdxSdIRIQHBQVStveoGZgHW225mW22225nrvvn',
    'Oc5znPfv37+/fv379/bwA0ZgAAUogGzAAgMwGBZgBQEwBgba/v6ttW2SSpKSNjbbndbbmZbbbbbmZaAAHvJcA2HYqBrDkqA2C7doRsRzbs3dUn',
    'SQSQBwFEqrb3rec7/IAaCYAIFKAGjMACQpYBsoAQGaMDbW3XXXzr9+/fu+++evXrnOed221TwaaN9qUmyyQSQBwBfwHd73rbczLQAASSkkknJK',
    'SNueS4Bs5569985z51znnv33znOuuc8+fPnfF8oBQEoChQwDQSgDCmgGjKACFLAKtv4xsN3YDbDm3Tdqj7mwuIA1hyVDdk7n0k8kgDwBUlbb71',
    'tuZgHW225mW22225mWgAAklJJJPJKSN+blACAzRgWUAoCUBQoYBoJQBhTQCrbc9fPnvnOdddffPfv797513118+feeeW25mWgAAklJJJO97FOD',
    'WHJADYdu7QbYc26kpJ0kgkgDgCpK29+fu+++/Xr13znnffffffnjKACFLANlACAzRgWUAoCUBQoYBbW3XXXXnnnnndtzMttttt4ACSTkkBaAVJ',
    'W29623604AAEkpJJJ5JSRtzyUk5sOxAGsOSAGw7d0Bthzbv8v3799+++/fgMKaAaMoAIUsA2UAIDNGBZQH77+/vv7+M3QG2JKSdJIe9JMRwawq',
    'QA2HbumY33dQDMwA6225mWnW225mW22221JKgAAklJJJPJKSPpDvfvnOcuAlAUKGAaCUAYU0A0ZQAQpYBswB//a2ttf5W2ttf5tbW2v+7W1tr/',
    'Nra219rbW2v9F3JFOFCQmbzelQ',
  ].join(''),
};

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpack(
  compression: Compression,
  bytes: Uint8Array,
  pieceBytes = 1000,
  limits = defaultLimits,
) {
  const damages: Damage[] = [];
  const content = unpacked(inPieces(bytes, pieceBytes), decoders[compression], limits, (damage) =>
    damages.push(damage),
  );
  const read = new TextDecoder().decode(await readAll(content));
  return { read, damages };
}

describe.each(Object.entries(packed) as [Exclude<Compression, 'gzip'>, string][])(
  '%s',
  (compression, base64) => {
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
          // Zstandard's checksum is not compared; the others' are.
          if (compression !== 'zstd' && damages.length === 0 && read.length >= text.length)
            expect(read).toBe(text);
        }),
        { numRuns: 400 },
      );
    });

    test('any bytes behind its magic end without an exception', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(60), async (noise, kept) => {
          await unpack(compression, concatBytes([bytes.subarray(0, kept), noise]));
        }),
        { numRuns: 300 },
      );
    });

    test('it stops at the limit', async () => {
      const { read, damages } = await unpack(compression, bytes, 1000, {
        ...defaultLimits,
        unpackedBytes: 500,
      });
      expect(damages.map(({ kind }) => kind)).toEqual(['limit']);
      expect(text.startsWith(read)).toBe(true);
    });
  },
);

test('a header that asks for gigabytes of memory is refused', async () => {
  const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00);
  expect((await unpack('zstd', frame)).damages).toMatchObject([{ kind: 'limit' }]);
});
