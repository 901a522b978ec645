"""names.py: a small name server, honest or broken. The first label of a name says what is answered."""
import struct

CODES = {"gone": 3, "broken": 2, "refused": 5}     # NXDOMAIN, SERVFAIL, REFUSED


def answer(query):
    """The reply to a query for an A record; nothing for `lost`, which the resolver has to give up on."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin1"))
        at += 1 + query[at]
    question = query[12:at + 5]
    if labels[0] == "lost":
        return None
    code = CODES.get(labels[0], 0)
    reply = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, 0 if code else 1, 0, 0) + question
    if not code:
        reply += b"\xc0\x0c" + struct.pack("!HHIH4B", 1, 1, 5, 4, 127, 0, 0, 1)
    return reply


def echo(query):
    """For the stream module's udp: what came in."""
    return query
