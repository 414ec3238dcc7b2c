"""Sends frames into a network namespace and tells which rules of iptables-legacy, or of nft, counted each of them.

Run inside the router's namespace. Standard input: a line `{"outside": PATH, "ports": [NAME, ...]}`, the namespace and
its interfaces that lead to the router, with `"rules": "nft"` for nft; then a line `{"port": NAME, "frame": HEX}` for
each packet, or `{"local": true, "frame": HEX}` for one that the router sends itself (the IP packet alone). With
`"goesOn": true` the packet finds the connections of the one before it. Standard output: a line
`{"counts": [[table, chain, number, packets], ...], "seen": [[port, HEX], ...]}` for each: what counted, the end of a
chain under the number after its last rule, and the IP packets that came out again. For nft, table and chain are empty
and the number is that of the counter in `nft list ruleset`, from 0.
"""
import ctypes
import json
import os
import re
import socket
import struct
import subprocess
import sys
import time

IPT_SO_GET_INFO, IPT_SO_GET_ENTRIES = 64, 65
HOOKS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']
TABLES = ['raw', 'mangle', 'nat', 'filter', 'security']
libc = ctypes.CDLL(None, use_errno=True)


def get(sock, option, buffer):
    length = ctypes.c_uint32(len(buffer))
    if libc.getsockopt(sock.fileno(), 0, option, buffer, ctypes.byref(length)) != 0:
        raise OSError(ctypes.get_errno(), 'getsockopt')
    return buffer.raw


class Table:
    """The entries of one table: where each counter stands in the kernel's dump, and which rule it belongs to."""

    def __init__(self, sock, name):
        self.sock, self.name = sock, name
        raw = get(sock, IPT_SO_GET_INFO, ctypes.create_string_buffer(name.encode(), 84))
        fields = struct.unpack_from('<13I', raw, 32)
        valid, entries, underflows, self.size = fields[0], fields[1:6], fields[6:11], fields[12]
        first = {entries[hook]: HOOKS[hook] for hook in range(5) if valid & (1 << hook)}
        self.places, blob, at, chain, number, ended = [], self.dump(), 0, None, 0, set(underflows)
        while at < self.size:
            target_offset, next_offset = struct.unpack_from('<HH', blob, at + 88)
            target = blob[at + target_offset + 2:at + target_offset + 31].split(b'\0')[0]
            if target == b'ERROR':
                chain = blob[at + target_offset + 32:at + target_offset + 62].split(b'\0')[0].decode()
                number = 0
            else:
                if at in first:
                    chain, number = first[at], 0
                number += 1
                self.places.append((chain, number, at + 96))
            at += next_offset

    def dump(self):
        buffer = ctypes.create_string_buffer(struct.pack('<32sI', self.name.encode(), self.size), 40 + self.size)
        return get(self.sock, IPT_SO_GET_ENTRIES, buffer)[40:]

    def counted(self, before, after):
        """What counted between two dumps."""
        if before == after:
            return []
        packets = [(*place, *(struct.unpack_from('<Q', blob, at)[0] for blob in (before, after))) for *place, at in self.places]
        return [[self.name, chain, number, last - first] for chain, number, first, last in packets if last != first]


class NftRules:
    """The counters of all rules of nft, in the order of the listing."""

    def __init__(self):
        self.namespace = os.open('/proc/self/ns/net', os.O_RDONLY)

    def dump(self):
        enter = lambda: libc.setns(self.namespace, 0x40000000)
        listing = subprocess.run(['nft', 'list', 'ruleset'], stdout=subprocess.PIPE, check=True, preexec_fn=enter)
        return re.findall(rb'counter packets (\d+)', listing.stdout)

    def counted(self, before, after):
        deltas = [int(last) - int(first) for first, last in zip(before, after)]
        return [['', '', index, delta] for index, delta in enumerate(deltas) if delta != 0]


def flush_conntrack(netlink):
    """IPCTNL_MSG_CT_DELETE without an attribute: all connections of the namespace."""
    netlink.send(struct.pack('<IHHII', 20, (1 << 8) | 2, 1 | 4, 0, 0) + struct.pack('<BBH', socket.AF_INET, 0, 0))
    netlink.recv(4096)


def main():
    setup = json.loads(sys.stdin.readline())
    rules = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
    is_nft = setup.get('rules') == 'nft'
    tables = [NftRules()] if is_nft else [Table(rules, name) for name in TABLES]
    with open(setup['outside'], 'rb') as outside:
        if libc.setns(outside.fileno(), 0x40000000) != 0:
            raise OSError(ctypes.get_errno(), 'setns')
    ports = {}
    for name in setup['ports']:
        port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        port.bind((name, 0x0800))
        port.setblocking(False)
        ports[name] = port

    def snapshot():
        return [table.dump() for table in tables]

    def drain():
        seen = []
        for name, port in ports.items():
            try:
                while True:
                    seen.append([name, port.recv(4096)[14:].hex()])
            except BlockingIOError:
                pass
        return seen

    now = snapshot()
    for line in sys.stdin:
        packet = json.loads(line)
        if not packet.get('goesOn'):
            flush_conntrack(netlink)
        drain()
        # Listing the rules of nft takes its time, and nothing else counts there.
        before = now if is_nft else snapshot()
        frame = bytes.fromhex(packet['frame'])
        if packet.get('local'):
            try:
                rules.sendto(frame, (socket.inet_ntoa(frame[16:20]), 0))
            except OSError:
                pass
        else:
            ports[packet['port']].send(frame)
        # The packet is through when send() returns, except where the softirq was put off.
        last = None
        for delay in (0, 0, 0.001, 0.004):
            time.sleep(delay)
            now = snapshot()
            if now != before and now == last:
                break
            last = now
        counts = [count for table, *dumps in zip(tables, before, now) for count in table.counted(*dumps)]
        print(json.dumps({'counts': counts, 'seen': drain()}), flush=True)


main()
