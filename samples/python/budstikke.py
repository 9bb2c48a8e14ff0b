#!/usr/bin/env python3
"""A client of Budstikke in one file; Python 3.9 or newer and its standard library.

    python3 budstikke.py send ORDER.json [KEY]
    python3 budstikke.py listen PORT
    python3 budstikke.py verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]

BUDSTIKKE_TOKEN and BUDSTIKKE_SECRET are what `client add` showed, BUDSTIKKE_URL is where the service is.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300
MAX_BODY_BYTES = 64 * 1024
SERVICE = os.environ.get("BUDSTIKKE_URL", "http://127.0.0.1:5080")
OURS = ["orderUuid", "status", "paymentMethod", "amount", "createdAt", "timestamp", "checksum"]
# What our own callback URLs have in their query; anything else was put there by somebody else.
OWN = os.environ.get("BUDSTIKKE_PARAMETERS", "").split()


def send(file, key=None):
    """Sends an order. The key makes a repeat harmless: where no answer came, send the same order under the same key. A
    shop takes the order's own number for it."""
    key = key or str(uuid.uuid4())
    with open(file, encoding="utf-8") as order:
        request = urllib.request.Request(
            f"{SERVICE}/api/v1/connect/orders/invoice/create",
            data=of_today(order.read()).encode(),
            headers={
                "Authorization": f"Bearer {setting('BUDSTIKKE_TOKEN')}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
    print(f"Idempotency-Key: {key} (to repeat this order without risk: send {file} {key})", file=sys.stderr)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            print(json.load(answer)["data"]["uuid"])
            return 0
    except urllib.error.HTTPError as error:
        print(error.read().decode(), file=sys.stderr)  # A 417 lists every error of the order in "errors".
        return 1


def of_today(order):
    """The sample order is of the day on which it is sent; an order of your own has its date."""
    return order.replace("{{$timestamp}}", str(int(time.time()) // 86400 * 86400))


class Call:
    """A callback as it came in: the target is path and query exactly as they were sent, the body None for a GET."""

    def __init__(self, url, webhook_id, timestamp, signature, body=None):
        self.target = re.sub(r"\A[a-z]+://[^/]*", "", url)
        self.id, self.timestamp, self.signature, self.body = webhook_id, timestamp, signature, body

    def parameters(self):
        return urllib.parse.parse_qsl(self.target.partition("?")[2], keep_blank_values=True, errors="surrogateescape")

    def order(self):
        news = dict(self.parameters()) if self.body is None else json.loads(self.body)["data"]
        return news["orderUuid"]


def fault_of(call, now):
    """Why a callback must not be believed; None where it is the service's."""
    secret = setting("BUDSTIKKE_SECRET")
    fault = fault_of_query(call.parameters(), secret) if call.body is None else None
    if fault:
        return fault
    if not re.fullmatch("[0-9]{1,12}", call.timestamp) or abs(now - int(call.timestamp)) > TOLERANCE_SECONDS:
        return "not within five minutes"
    return None if is_signed(call, secret) else "wrong signature"


def fault_of_query(parameters, secret):
    """The checksum has nothing between the values, so that one could be moved into another: names are looked at first,
    and the signature afterwards."""
    names = [name for name, _ in parameters]
    if set(names) - set(OWN + OURS):
        return "unknown parameter"
    if len(set(names)) < len(names):
        return "repeated parameter"
    if set(OURS) - set(names):
        return "missing parameter"
    values = "".join(value for name, value in parameters if name != "checksum")
    expected = hashlib.sha256((values + secret).encode("utf-8", "surrogateescape")).hexdigest()
    return None if are_same(expected, dict(parameters)["checksum"]) else "wrong checksum"


def is_signed(call, secret):
    """Standard Webhooks: an HMAC over id, timestamp and payload. Its key is the secret as it was shown; there may be
    several signatures, while a secret is being replaced."""
    payload = call.target.encode("utf-8", "surrogateescape") if call.body is None else call.body
    signed = f"{call.id}.{call.timestamp}.".encode() + payload
    expected = "v1," + base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
    return any(are_same(expected, signature) for signature in call.signature.split(" "))


def are_same(expected, claimed):
    return hmac.compare_digest(expected.encode(), claimed.encode("utf-8", "surrogateescape"))


def state_of(order):
    """The state that counts is the one that the API tells, since a callback may come late or twice; None: no order of
    ours."""
    if not re.fullmatch("ODR[0-9]{10}", order):
        return None
    request = urllib.request.Request(
        f"{SERVICE}/api/v1/connect/orders/status/{order}",
        headers={"Authorization": f"Bearer {setting('BUDSTIKKE_TOKEN')}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["data"]["status"]
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def judge(call, now):
    fault = fault_of(call, now)
    if fault:
        return False, f"NOT genuine: {fault}"
    state = state_of(call.order())
    return (True, f"genuine: {call.order()} is {state}") if state else (False, "NOT genuine: not an order of ours")


def verify(url, webhook_id, timestamp, signature, now=None):
    is_genuine, words = judge(Call(url, webhook_id, timestamp, signature), int(now or time.time()))
    print(words)
    return 0 if is_genuine else 1


class Receiver(BaseHTTPRequestHandler):
    """What is not genuine gets a 403 and must change nothing; what could not be looked up gets a 503, and comes
    again."""

    timeout = 15

    def do_GET(self):
        self.answer(None)

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if length > MAX_BODY_BYTES:
            self.end(413)
        else:
            self.answer(self.rfile.read(length))

    def answer(self, body):
        names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
        call = Call(self.path, *(self.headers.get(name, "") for name in names), body)
        try:
            is_genuine, words = judge(call, time.time())
        except OSError as error:
            is_genuine, words = None, str(error)
        print(words, flush=True)
        self.end(503 if is_genuine is None else 200 if is_genuine else 403)

    def end(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        # It answers in HTTP 1.0, and some clients would keep the connection that ends here.
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_):
        pass


def listen(port):
    """Takes callbacks on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Receiver)
    print(f"Listening on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()


def setting(name):
    return os.environ.get(name) or sys.exit(f"{name} is not set.")


COMMANDS = {"send": (send, 1, 2), "listen": (listen, 1, 1), "verify": (verify, 4, 5)}

if __name__ == "__main__":
    run, least, most = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0, 0))
    if run is None or not least <= len(sys.argv) - 2 <= most:
        print(
            "send ORDER.json [KEY] | listen PORT | verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]",
            file=sys.stderr,
        )
        sys.exit(2)
    try:
        sys.exit(run(*sys.argv[2:]))
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        print(f"No answer from {SERVICE}: {getattr(error, 'reason', error)}", file=sys.stderr)
        sys.exit(3)
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        pass
