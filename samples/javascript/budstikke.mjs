// A client of Budstikke in one file (Node 18 or newer):
//   node budstikke.mjs send ORDER.json [KEY]
//   node budstikke.mjs listen PORT
//   node budstikke.mjs verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]
// BUDSTIKKE_TOKEN and BUDSTIKKE_SECRET are what `client add` showed, BUDSTIKKE_URL is where the service is.
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const toleranceSeconds = 300;
const maxBodyBytes = 64 * 1024;
const service = process.env.BUDSTIKKE_URL ?? "http://127.0.0.1:5080";
const ours = ["orderUuid", "status", "paymentMethod", "amount", "createdAt", "timestamp", "checksum"];
// What our own callback URLs have in their query; anything else was put there by somebody else.
const own = (process.env.BUDSTIKKE_PARAMETERS ?? "").split(" ").filter((name) => name);

const [command, ...rest] = process.argv.slice(2);
const commands = { send: [send, 1, 2], listen: [listen, 1, 1], verify: [verify, 4, 5] };
const [run, least, most] = commands[command] ?? [];
if (!run || rest.length < least || rest.length > most) {
  console.error("send ORDER.json [KEY] | listen PORT | verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]");
  process.exit(2);
}
try {
  await run(...rest);
} catch (error) {
  // fetch says why in the cause.
  const isAway = error.cause || error.name === "TimeoutError";
  console.error(isAway ? `No answer from ${service}: ${error.cause?.message || error.message}` : error.message);
  process.exitCode = isAway ? 3 : 2;
}

// Sends an order. The key makes a repeat harmless: where no answer came, send the same order under the same key. A shop
// takes the order's own number for it.
async function send(file, key = randomUUID()) {
  const order = ofToday(await readFile(file, "utf8"));
  console.error(`Idempotency-Key: ${key} (to repeat this order without risk: send ${file} ${key})`);
  const answer = await fetch(`${service}/api/v1/connect/orders/invoice/create`, {
    method: "POST",
    signal: AbortSignal.timeout(10_000),
    headers: {
      authorization: `Bearer ${setting("BUDSTIKKE_TOKEN")}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: order,
  });
  const body = await answer.text();
  if (answer.status === 201) {
    console.log(JSON.parse(body).data.uuid);
  } else {
    console.error(body); // A 417 lists every error of the order in "errors".
    process.exitCode = 1;
  }
}

// The sample order is of the day on which it is sent; an order of your own has its date.
function ofToday(order) {
  return order.replace("{{$timestamp}}", () => new Date().setUTCHours(0, 0, 0, 0) / 1000);
}

// Why a callback must not be believed; null where it is the service's.
function faultOf(call, now) {
  const secret = setting("BUDSTIKKE_SECRET");
  const fault = call.body === null ? faultOfQuery(call.query, secret) : null;
  if (fault) return fault;
  if (!/^[0-9]+$/.test(call.timestamp) || Math.abs(now - Number(call.timestamp)) > toleranceSeconds)
    return "not within five minutes";
  return isSigned(call, secret) ? null : "wrong signature";
}

// The checksum has nothing between the values, so that one could be moved into another: names are looked at first, and
// the signature afterwards.
function faultOfQuery(query, secret) {
  const parameters = [...query];
  const names = parameters.map(([name]) => name);
  if (names.some((name) => !own.includes(name) && !ours.includes(name))) return "unknown parameter";
  if (new Set(names).size < names.length) return "repeated parameter";
  if (!ours.every((name) => names.includes(name))) return "missing parameter";
  const values = parameters.filter(([name]) => name !== "checksum").map(([, value]) => value);
  const expected = createHash("sha256").update(values.join("") + secret).digest("hex");
  return areSame(expected, query.get("checksum")) ? null : "wrong checksum";
}

// Standard Webhooks: an HMAC over id, timestamp and payload. Its key is the secret as it was shown; there may be
// several signatures, while a secret is being replaced.
function isSigned(call, secret) {
  const signed = `${call.id}.${call.timestamp}.${call.body ?? call.target}`;
  const expected = `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`;
  return call.signature.split(" ").some((signature) => areSame(expected, signature));
}

function areSame(...texts) {
  const [expected, claimed] = texts.map((text) => Buffer.from(text));
  return expected.length === claimed.length && timingSafeEqual(expected, claimed);
}

// The state that counts is the one that the API tells, since a callback may come late or twice; null: no order of ours.
async function stateOf(order) {
  if (!/^ODR[0-9]{10}$/.test(order)) return null;
  const answer = await fetch(`${service}/api/v1/connect/orders/status/${order}`, {
    headers: { authorization: `Bearer ${setting("BUDSTIKKE_TOKEN")}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`The state could not be read: HTTP ${answer.status}.`);
  return (await answer.json()).data.status;
}

async function judge(call, now) {
  const fault = faultOf(call, now);
  if (fault) return [false, `NOT genuine: ${fault}`];
  const order = call.body === null ? call.query.get("orderUuid") : JSON.parse(call.body).data.orderUuid;
  const state = await stateOf(order);
  return state ? [true, `genuine: ${order} is ${state}`] : [false, "NOT genuine: not an order of ours"];
}

// A callback as it came in: the target is path and query exactly as they were sent, the body null for a GET.
function callOf(url, id = "", timestamp = "", signature = "", body = null) {
  const target = url.replace(/^[a-z]+:\/\/[^/]*/, "");
  const mark = target.indexOf("?");
  return { target, query: new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1)), id, timestamp, signature, body };
}

async function verify(url, id, timestamp, signature, now = nowInSeconds()) {
  const [isGenuine, words] = await judge(callOf(url, id, timestamp, signature), Number(now));
  console.log(words);
  process.exitCode = isGenuine ? 0 : 1;
}

// Takes callbacks on loopback. What is not genuine gets a 403 and must change nothing; what could not be looked up gets
// a 503, and comes again.
function listen(port) {
  createServer(async (request, response) => {
    try {
      const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = request.headers;
      const body = request.method === "POST" ? await read(request) : null;
      const [isGenuine, words] = await judge(callOf(request.url, id, timestamp, signature, body), nowInSeconds());
      console.log(words);
      response.writeHead(isGenuine ? 200 : 403).end();
    } catch (error) {
      console.error(error.message);
      response.writeHead(503).end();
    }
  }).listen(Number(port), "127.0.0.1", function () {
    console.log(`Listening on http://127.0.0.1:${this.address().port}/`);
  });
}

async function read(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > maxBodyBytes) throw new Error("The body is too long.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function nowInSeconds() {
  return Math.floor(Date.now() / 1000);
}

function setting(name) {
  if (!process.env[name]) throw new Error(`${name} is not set.`);
  return process.env[name];
}
