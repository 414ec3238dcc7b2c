"""Sends the packets of one probe, or serves: `traffic.py send SPEC`, `traffic.py serve SPEC`,
`traffic.py queues NUMBERS` (SPEC and NUMBERS are JSON), `traffic.py watch`.

`send` prints how many packets were handed to the kernel, refused ones included; `serve`, `queues` and `watch` print
`ready`. `watch` then prints `udp 4001 53 10.2.0.2` for each packet of `send` that is delivered to the local stack: its
sender's port whatever NAT made of it (for ICMP the id), then the port and address that it came to;
`drained` after SIGUSR1, when all that has arrived is printed.
"""
import json
import random
import select
import signal
import socket
import struct
import sys
import time

PROTOCOLS = {'udp': 17, 'tcp': 6, 'icmp': 1, 'icmpv6': 58}


def main():
    spec = json.loads(sys.argv[2]) if len(sys.argv) > 2 else None
    if sys.argv[1] == 'serve':
        serve(spec)
    elif sys.argv[1] == 'queues':
        read_queues(spec)
    elif sys.argv[1] == 'watch':
        watch()
    else:
        print({'connect': connect, 'datagram': datagrams}.get(spec['kind'], raw)(spec))


def raw(spec):
    is_ipv6 = ':' in spec['dst']
    sock = socket.socket(socket.AF_INET6 if is_ipv6 else socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    first_id = spec.get('id', random.randrange(1, 60000))
    sent = 0
    for serial in range(spec.get('count', 1)):
        number = 0 if spec.get('identical') else serial
        segment = transport(spec, number)
        if is_ipv6:
            sent += attempt(lambda: sock.sendto(ipv6_header(spec, len(segment)) + segment, (spec['dst'], 0)))
            time.sleep(spec.get('gapMs', 5) / 1000)
            continue
        ip_id = first_id if spec.get('identical') or first_id == 0 else first_id + serial
        for offset, piece, more in pieces(segment, spec.get('fragments', 1)):
            packet = ip_header(spec, ip_id, offset, more, len(piece)) + piece
            sent += attempt(lambda: sock.sendto(packet, (spec['dst'], 0)))
        time.sleep(spec.get('gapMs', 5) / 1000)
    return sent


def pieces(segment, count):
    """The fragments of a segment: offset in bytes (a multiple of 8), bytes, whether more follow."""
    size = len(segment) if count == 1 else (len(segment) // count + 7) // 8 * 8
    for offset in range(0, len(segment), size):
        yield offset, segment[offset:offset + size], offset + size < len(segment)


def ip_header(spec, ip_id, offset, more, length):
    fragment = offset // 8 | (0x2000 if more else 0) | (0x4000 if spec.get('dontFragment', True) and not more and not offset else 0)
    return struct.pack('!BBHHHBBH4s4s', 0x45, spec.get('tos', 0), 20 + length, ip_id, fragment, spec.get('ttl', 64),
                       PROTOCOLS[spec['kind']], 0, socket.inet_aton(spec['src']), socket.inet_aton(spec['dst']))


def ipv6_header(spec, length):
    return struct.pack('!IHBB16s16s', 6 << 28, length, PROTOCOLS[spec['kind']], spec.get('ttl', 64), address(spec['src']), address(spec['dst']))


def address(text):
    return socket.inet_pton(socket.AF_INET6 if ':' in text else socket.AF_INET, text)


def transport(spec, serial):
    text = b'lab %d %d ' % (spec['sport'] or spec['dport'], serial)
    data = text.ljust(spec.get('payload', 24), b'.')
    if spec['kind'] == 'icmp':
        header = struct.pack('!BBHHH', 8, 0, 0, spec['dport'], serial + 1)
        return header[:2] + struct.pack('!H', checksum(header + data)) + header[4:] + data
    if spec['kind'] == 'icmpv6':
        header = struct.pack('!BBHHH', 128, 0, 0, spec['dport'], serial + 1)
        return header[:2] + struct.pack('!H', checksum(pseudo(spec, 58, 8 + len(data)) + header + data)) + header[4:] + data
    if spec['kind'] == 'udp':
        head = struct.pack('!HHH', spec['sport'], spec['dport'], 8 + len(data))
        total = checksum(pseudo(spec, 17, 8 + len(data)) + head + b'\0\0' + data)
        return head + struct.pack('!H', total) + data
    flags = spec.get('flags', 2)
    data = data if spec.get('payload') else b''
    head = struct.pack('!HHIIBBH', spec['sport'], spec['dport'], spec['sport'] * 1000 + serial, 0 if flags == 2 else 1, 0x50, flags, 64240)
    total = checksum(pseudo(spec, 6, 20 + len(data)) + head + b'\0\0\0\0' + data)
    return head + struct.pack('!HH', total, 0) + data


def pseudo(spec, protocol, length):
    return address(spec['src']) + address(spec['dst']) + struct.pack('!IBBBB', length, 0, 0, 0, protocol)


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def attempt(send):
    """A packet that netfilter drops on its way out is an error of the call, but it was sent all the same."""
    try:
        send()
    except PermissionError:
        pass
    return 1


def bound(spec, kind):
    sock = socket.socket(socket.AF_INET, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, spec.get('tos', 0))
    sock.bind((spec['src'], spec['sport']))
    return sock


def datagrams(spec):
    sock = bound(spec, socket.SOCK_DGRAM)
    for serial in range(spec.get('count', 1)):
        attempt(lambda: sock.sendto((b'lab %d %d ' % (spec['sport'], serial)).ljust(spec.get('payload', 24), b'.'), (spec['dst'], spec['dport'])))
        time.sleep(spec.get('gapMs', 20) / 1000)
    return spec.get('count', 1)


def connect(spec):
    sock = bound(spec, socket.SOCK_STREAM)
    sock.settimeout(spec.get('gapMs', 400) / 1000)
    try:
        sock.connect((spec['dst'], spec['dport']))
        sock.sendall(b'lab request')
        while sock.recv(100):
            pass
    except OSError:
        pass
    sock.close()
    return 1


def serve(spec):
    sockets = [listener(each) for each in spec]
    print('ready', flush=True)
    while True:
        for sock in select.select(sockets, [], [])[0]:
            if sock.type == socket.SOCK_DGRAM:
                data, source = sock.recvfrom(65535)
                attempt(lambda: sock.sendto(b'answer to ' + data[:20], source))
            else:
                connection = sock.accept()[0]
                connection.settimeout(1)
                try:
                    connection.recv(100)
                    connection.sendall(b'lab answer')
                except OSError:
                    pass
                connection.close()


def listener(each):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM if each['protocol'] == 'tcp' else socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if each.get('transparent'):
        sock.setsockopt(socket.IPPROTO_IP, 19, 1)  # IP_TRANSPARENT
    sock.bind(('0.0.0.0', each['port']))
    if each['protocol'] == 'tcp':
        sock.listen(8)
    return sock


def watch():
    """A raw socket gets a copy of each packet that passed INPUT; one of IPv6 without its IP header."""
    sockets = {socket.socket(socket.AF_INET, socket.SOCK_RAW, PROTOCOLS[name]): name for name in ('udp', 'tcp', 'icmp')}
    for name in ('udp', 'tcp', 'icmpv6'):
        sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, PROTOCOLS[name])
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        sockets[sock] = name
    wakes, woken = socket.socketpair()
    woken.setblocking(False)
    signal.set_wakeup_fd(woken.fileno())
    signal.signal(signal.SIGUSR1, lambda *_: None)
    print('ready', flush=True)
    while True:
        ready = select.select([wakes, *sockets], [], [])[0]
        is_asked = wakes in ready and wakes.recv(100)
        for sock, protocol in sockets.items():
            for arrival in arrivals(sock, protocol):
                print(*arrival, flush=True)
        if is_asked:
            print('drained', flush=True)


def arrivals(sock, protocol):
    while True:
        try:
            data, ancillary, _, _ = sock.recvmsg(65535, 1024, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        if sock.family == socket.AF_INET:
            to, segment = socket.inet_ntop(socket.AF_INET, data[16:20]), data[(data[0] & 15) * 4:]
        else:
            to, segment = socket.inet_ntop(socket.AF_INET6, ancillary[0][2][:16]), data
        sender = sender_of(protocol, segment)
        if sender is not None:
            yield protocol, *sender, to


def sender_of(protocol, segment):
    """The port or id that `transport` was given, and the port that the packet has come to; None for other packets."""
    if protocol in ('icmp', 'icmpv6'):
        kind, _, _, number = struct.unpack_from('!BBHH', segment)
        return (number, '-') if kind in (8, 128) else None
    sport, dport = struct.unpack_from('!HH', segment)
    if protocol == 'tcp':
        sequence = struct.unpack_from('!I', segment, 4)[0]
        return (sequence // 1000, dport) if sequence < 65536 * 1000 else None
    words = segment[8:].split(b' ')
    return (int(words[1]), dport) if words[0] == b'lab' else None


def read_queues(numbers):
    """Binds to queues of NFQUEUE (linux/netfilter/nfnetlink_queue.h) and accepts every packet of them."""
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)  # NETLINK_NETFILTER
    sock.bind((0, 0))
    for number in numbers:
        sock.send(queue_message(2, number, attribute(1, struct.pack('!BBH', 1, 0, 0))))  # CONFIG, CMD_BIND
        sock.send(queue_message(2, number, attribute(2, struct.pack('!IB', 0, 1))))  # CONFIG, COPY_META
    print('ready', flush=True)
    while True:
        data = sock.recv(65535)
        if struct.unpack_from('=H', data, 4)[0] & 0xff != 0:  # NFQNL_MSG_PACKET
            continue
        number = struct.unpack_from('!H', data, 18)[0]
        packet = data[24:28]  # the first attribute is NFQA_PACKET_HDR
        sock.send(queue_message(1, number, attribute(2, struct.pack('!I', 1) + packet)))  # VERDICT, NF_ACCEPT


def queue_message(kind, number, attributes):
    body = struct.pack('!BBH', 0, 0, number) + attributes
    return struct.pack('=IHHII', 16 + len(body), 3 << 8 | kind, 1, 0, 0) + body


def attribute(kind, value):
    return struct.pack('=HH', 4 + len(value), kind) + value + b'\0' * (-len(value) % 4)


main()
